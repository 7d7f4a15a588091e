"""What the checks ask, by keys that stay: a translation looks the questions up here."""

from rnn_language import Words

# Questions about a fault that is none of the values.
HINTS = Words(
    {
        "overflow": "Which exponential grows without bound? Can you take one that is never "
        "positive?",
        "called": "Which shapes does its docstring ask for?",
        "called_with": "What does its docstring ask for in that place?",
        "product": "Whose columns meet whose rows in the equation? Write its shapes down.",
        "operands": "Which shape should each of the two have? Which one has another, and since "
        "which line?",
        "in_place": "Which array should have the shape of the sum, and is it the one that this "
        "line fills?",
        "together": "Which shape should each of them have? Which one has another, and since which "
        "line?",
        "joined": "Along which axis should they follow each other, and which sizes must then "
        "agree?",
        "stored": "Which of the two has another shape than you meant, and which line gave it that?",
        "unpacked": "How many names stand on the left, and what does the docstring list?",
        "recursion": "For which input does it give a result without calling itself?",
        "truth": "What should happen to each entry by itself? Which function, or which index, "
        "chooses entry by entry?",
        "key": "Which of these names does your line mean?",
        "axes": "How many axes has it, and how many does your line ask for?",
        "zero": "For which sizes is it 0, and what should the line do then?",
        "index": "How many places does that axis have, and which of them does your line ask for?",
        "loop": "How often should this loop run here, and for which steps?",
        "later": "In which order do these lines depend on each other?",
        "not_run": "What should the value be where that line does not run?",
        "unfinished": "Which line should give it its value?",
        "length": "What does the docstring list, and in which order?",
        "steps": "It has a place for each step. Which steps does your loop visit, and what is "
        "kept of each?",
        "nothing": "Is there a line with return, and does the function reach it?",
        "keys": "Which keys does the docstring list?",
        "keys_absent": "Which line of yours should store it, and how often does that line run?",
        "sizes": "A shape is one argument, a tuple such as (2, 3). How many does your line give?",
        "uneven": "An array wants rows of one length. Can these arrays be treated one by one?",
        "one_number": "A function of `math`, like `float`, takes a single number. Which function "
        "of NumPy takes an array?",
        "reads": "Which argument, or which line inside the function, should bring it?",
        "two_results": "What does it keep from one call to the next, or draw at random?",
        "shape": "Which shape does the docstring give it? Which step of yours makes another one?",
        "type": "What does the docstring say that it is? Which step of yours makes something else?",
        "finite": "Which step makes it: a number that grows too large, a division by 0, the "
        "logarithm of 0?",
        "dtype": "Which number type do your arrays have, and where do they get it?",
    }
)

# Where a line's names stand in another order than those of a docstring.
ORDER = Words(
    {
        "taken": "`{earlier}` gives {wanted}, in this order. Yours are taken as {own}:",
        "counted": "`{earlier}` gives {wanted}. Yours are taken as {own}:",
        "passed": "`{earlier}` wants {wanted}, in this order. It gets {own}:",
        "too_few": "`{earlier}` wants {wanted}. Which of them is missing among your {count}?",
        "too_many": "`{earlier}` wants {wanted}. Which of your {count} is none of them?",
        "returned": "The docstring lists {wanted}, in this order. Yours returns {own}:",
        "line": "  line {line}: {text}",
        "question": "Which value ends up under which name?",
    }
)

# Questions about what the results tell, where the quantity's own is not the better one.
QUESTIONS = Words(
    {
        "flat": "Which step of yours takes an axis away, or adds one?",
        "transposed": "What does each row stand for by the docstring, and what does each of yours?",
        "first_rows": "Which step brings the others in, or should cut them off?",
        "last_rows": "Which step brings the others in, or should cut them off?",
        "axes": "What does each axis count by the docstring, and what does each of yours?",
        "places": "Which line puts them in their places? Which axes does a reshape join there, and "
        "which of them does it take first?",
        "holds": "Which line of yours gives it its values, and from what?",
        "negative": "Which term is taken away from which? Is there a minus too many, or too few?",
        "times_m": "Is each example counted once? Where does 1/m enter, if it does?",
        "over_m": "Which line divides by m, or takes a mean over the examples? Should it, here?",
        "times_steps": "Is each step counted once? Which line adds the same up at each step?",
        "over_steps": "Which line divides by the number of steps, or takes a mean over them? "
        "Should it, here?",
        "times": "Which factor stands there once too often, or is missing?",
        "late": "Of which step is what your line computes, and at which step does it store it?",
        "early": "Of which step is what your line computes, and at which step does it store it?",
        "reversed": "In which order does your loop visit the steps, and where does it store each?",
        "whole": "Which number type has the array that they are stored in?",
        "sums_all": "Over which axis does the sum go that each entry is divided by?",
        "sums_rows": "Over which axis does the sum go that each entry is divided by?",
        "sums": "Which step makes each column sum to one, and what is done to it after that?",
    }
)
