// The page of the search: what it needs is in sections.json.
import { excerpt, hits } from "./find.js";

const facts = JSON.parse(document.getElementById("facts").textContent);
const query = new URLSearchParams(location.search).get("q")?.trim() ?? "";

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
        textContent: excerpt(section.text, query),
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
