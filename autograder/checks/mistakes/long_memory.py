WRONG = {}
RIGHT = {}
