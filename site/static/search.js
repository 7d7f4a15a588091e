// Looks for words in all sections of the lessons; what the page needs is in sections.json.
const facts = JSON.parse(document.getElementById("facts").textContent);
const query = new URLSearchParams(location.search).get("q")?.trim() ?? "";
const fold = (text) => text.toLocaleLowerCase(facts.language).normalize("NFKD").replace(/\p{M}/gu, "");

// Sections that hold all words, those with a word in their heading first.
export function hits(sections, query) {
  const wanted = fold(query).split(/\s+/).filter(Boolean);
  return sections
    .map((section) => {
      const [head, text] = [fold(section.head), fold(section.text)];
      const all = wanted.every((word) => head.includes(word) || text.includes(word));
      const weight = wanted.filter((word) => head.includes(word)).length;
      return { section, score: all ? 1 + weight : 0 };
    })
    .filter((each) => each.score > 0)
    .sort((a, b) => b.score - a.score)
    .map((each) => each.section);
}

function excerpt(section, query) {
  const at = Math.max(0, fold(section.text).indexOf(fold(query).split(/\s+/)[0]) - 60);
  return (at > 0 ? "… " : "") + section.text.slice(at, at + 180) + " …";
}

function show(found) {
  const words = facts.words[found.length ? "found" : "nothing"];
  document.getElementById("found").textContent =
    words.replace("{count}", found.length).replace("{query}", query);
  document.getElementById("hits").replaceChildren(
    ...found.slice(0, 40).map((section) => {
      const item = document.createElement("li");
      const link = Object.assign(document.createElement("a"), {
        href: section.at, textContent: `${section.in}: ${section.head}`,
      });
      const text = Object.assign(document.createElement("p"), {
        textContent: excerpt(section, query),
      });
      item.append(link, text);
      return item;
    }),
  );
}

if (query) {
  for (const field of document.querySelectorAll("input[name=q]")) field.value = query;
  const answer = await fetch("sections.json");
  show(hits(await answer.json(), query));
}
