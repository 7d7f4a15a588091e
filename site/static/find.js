// Finds words in the sections of the lessons; knows no page.

// Letters as all spellings share them: small, without marks; i, ı, I and İ are one letter, because a page
// in Turkish holds English words, too, and not every keyboard has them all. As long as the text is.
export const fold = (text) =>
  [...text].map((letter) => plain(letter).padEnd(letter.length, " ").slice(0, letter.length)).join("");

const plain = (letter) =>
  letter.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace("ı", "i");

const words = (query) => fold(query.normalize("NFC")).split(/\s+/).filter(Boolean);

// Sections that hold all words: first those with a word in their heading, then those with more of it.
export function hits(sections, query) {
  const wanted = words(query);
  if (!wanted.length) return [];
  return sections
    .map((section) => {
      const [head, text] = [fold(section.head), fold(section.text)];
      const all = wanted.every((word) => head.includes(word) || text.includes(word));
      const weight = wanted.filter((word) => head.includes(word)).length;
      const often = wanted.map((word) => text.split(word).length - 1).reduce((sum, each) => sum + each);
      return { section, score: all ? 1 + weight + often / (1 + often) : 0 };
    })
    .filter((each) => each.score > 0)
    .sort((a, b) => b.score - a.score)
    .map((each) => each.section);
}

// The text around the first word that it holds.
export function excerpt(text, query) {
  const folded = fold(text);
  const places = words(query).map((word) => folded.indexOf(word)).filter((at) => at >= 0);
  const at = Math.max(0, Math.min(...places, text.length) - 60);
  // From a whole word to a whole word.
  const begin = places.length && at > 0 ? text.indexOf(" ", at) + 1 : 0;
  const room = text.slice(begin, begin + 181);
  const shown = room.length < 181 ? room : room.slice(0, room.lastIndexOf(" ")) + " …";
  return (begin > 0 ? "… " : "") + shown;
}
