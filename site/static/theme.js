// The colours of the page, before it is drawn: what the reader chose, else what the system has.
(function () {
  "use strict";
  var KEY = "rnn-course/theme";
  var system = window.matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try { return localStorage.getItem(KEY) || "auto"; } catch (error) { return "auto"; }
  }

  function apply() {
    var dark = chosen() === "dark" || (chosen() === "auto" && system.matches);
    document.documentElement.dataset.theme = dark ? "dark" : "light";
  }

  apply();
  system.addEventListener("change", apply);
  // Paper is light.
  window.addEventListener("beforeprint", function () { document.documentElement.dataset.theme = "light"; });
  window.addEventListener("afterprint", apply);
  document.addEventListener("DOMContentLoaded", function () {
    var select = document.getElementById("theme");
    if (select) {
      select.value = chosen();
      select.addEventListener("change", function () {
        try { localStorage.setItem(KEY, select.value); } catch (error) { /* kept for this page */ }
        document.documentElement.dataset.theme = select.value;
        apply();
      });
    }
    var side = document.querySelector(".side details");
    if (side && window.innerWidth > 1000) { side.open = true; }
    var print = document.getElementById("print");
    if (print) { print.addEventListener("click", function () { window.print(); }); }
    reach();
    document.addEventListener("toggle", reach, true);
    document.addEventListener("scroll", function (event) {
      if (event.target.matches && event.target.matches(".scroll, pre")) { more(event.target); }
    }, true);
    document.querySelectorAll(".output").forEach(function (box) {
      var results = new MutationObserver(function () { reachIn(box); });
      results.observe(box, { childList: true, subtree: true, characterData: true });
    });
  });
  window.addEventListener("load", reach);
  window.addEventListener("resize", reach);

  // What scrolls sideways must be reachable by keyboard, and only that is a stop.
  function reach() { reachIn(document); }

  // What goes on beyond the edge fades there.
  function more(box) {
    box.toggleAttribute("data-more", box.scrollLeft + box.clientWidth < box.scrollWidth - 2);
  }

  // A run prints line by line: only what it prints to is looked at, not the whole page.
  function reachIn(part) {
    part.querySelectorAll(".scroll, pre").forEach(function (box) {
      if (box.scrollWidth > box.clientWidth) { box.tabIndex = 0; } else { box.removeAttribute("tabindex"); }
      more(box);
    });
  }
})();
