// Loaded first by each page that runs Python: the way to the lesson's text and to a copy of the
// work, and plain words when the browser is too old or the network is gone. Old syntax on purpose: an
// old browser must be able to read it. What it says stands in COURSE_WORDS, by language: lite.py puts
// it before this, and COURSE_LITE, JupyterLite's version.
(function () {
  "use strict";

  var LESSON = /[?&]path=(?:([a-z]{2})(?:\/|%2F))?([0-9]{2}_[a-z_]+)\.ipynb/.exec(location.search);
  var language = (LESSON && LESSON[1]) || "en";
  var WORDS = COURSE_WORDS[language] || COURSE_WORDS.en;

  function missing() {
    var wanted = {
      WebAssembly: typeof WebAssembly === "object",
      BigInt64Array: typeof BigInt64Array === "function",
      structuredClone: typeof structuredClone === "function",
      indexedDB: "indexedDB" in window,
      "module workers": hasModuleWorkers()
    };
    return Object.keys(wanted).filter(function (name) { return !wanted[name]; });
  }

  function hasModuleWorkers() {
    var read = false;
    try {
      new Worker("data:,", { get type() { read = true; return "module"; } }).terminate();
    } catch (error) {
      // Some browsers refuse the address; they have read the option by then.
    }
    return read;
  }

  // ---------------------------------------------------------------- Python, begun beside JupyterLab

  var early = null;
  var asked = false;

  function newPython(code) {
    return { code: code, worker: new Worker("../kernel.js?language=" + code) };
  }

  // JupyterLab's kernel asks for its worker here: the first one gets the Python that has begun.
  window.courseKernel = function (folder) {
    var code = folder.split(":").pop().split("/")[0];
    var begun = early;
    early = null;
    asked = true;
    code = COURSE_WORDS[code] ? code : "en";
    if (begun && begun.code !== code) { begun.worker.terminate(); begun = null; }
    return (begun || newPython(code)).worker;
  };

  // A worker reads the notebook's folder through the service worker that its page has at this time.
  function beginPython() {
    var workers = navigator.serviceWorker;
    var begin = function () { if (!asked) { early = newPython(language); } };
    if (workers.controller) { begin(); return; }
    var address = new URL("../service-worker.js?enableCache=false", location.href).href;
    workers.addEventListener("controllerchange", begin, { once: true });
    workers.register(address).then(function () {
      // JupyterLab takes away service workers of whose version it has no note.
      localStorage.setItem(address + "-version", COURSE_LITE);
    }, function () {}); // JupyterLab tries, too, and says so
  }

  if (LESSON && !missing().length && "serviceWorker" in navigator && !window.crossOriginIsolated) {
    beginPython();
  }

  // ---------------------------------------------------------------- what the page says

  function say(id, text) {
    if (document.getElementById(id)) { return; }
    var box = document.createElement("div");
    box.id = id;
    box.setAttribute("role", "alert");
    box.lang = language;
    box.className = "course-note";
    box.appendChild(document.createTextNode(text + " "));
    var link = document.createElement("a");
    link.href = lesson();
    link.appendChild(document.createTextNode(WORDS.read_instead));
    box.appendChild(link);
    var close = document.createElement("button");
    close.appendChild(document.createTextNode(WORDS.close));
    close.addEventListener("click", function () { unsay(id); });
    box.appendChild(close);
    document.body.appendChild(box);
  }

  function unsay(id) {
    var box = document.getElementById(id);
    if (box) { box.parentNode.removeChild(box); }
  }

  // The page of the lesson that is open, or the start page.
  function lesson() {
    return LESSON ? "../../" + language + "/lessons/" + LESSON[2] + ".html" : "../../index.html";
  }

  // The bar at the bottom: the lesson's text, and the way to take the work along.
  function addBar() {
    var bar = document.createElement("div");
    bar.className = "course-bar";
    bar.lang = language;
    bar.setAttribute("role", "region");
    bar.setAttribute("aria-label", WORDS.bar);
    var state = document.createElement("span");
    state.id = "course-state";
    state.setAttribute("role", "status");
    if (/[?&]path=/.test(location.search)) { bar.appendChild(state); follow(state); }
    var link = document.createElement("a");
    link.id = "course-link";
    link.href = lesson();
    link.target = "_blank";
    link.rel = "noopener";
    link.appendChild(document.createTextNode(WORDS.read));
    bar.appendChild(link);
    if (/[?&]path=/.test(location.search)) {
      var button = document.createElement("button");
      button.id = "course-download";
      button.appendChild(document.createTextNode(WORDS.download));
      button.addEventListener("click", download);
      bar.appendChild(button);
    }
    document.body.appendChild(bar);
  }

  // What Python is doing, and how a cell is run: said where it is looked for.
  function kernelStatus() {
    var widget = window.jupyterapp && window.jupyterapp.shell.currentWidget;
    var session = widget && widget.sessionContext && widget.sessionContext.session;
    return session && session.kernel ? session.kernel.status : "waiting";
  }

  var started = false;

  function follow(state) {
    setInterval(function () {
      var status = kernelStatus();
      started = started || status === "idle";
      var known = started && (status === "idle" || status === "busy");
      var text = known ? WORDS[status] : WORDS.waiting;
      if (state.textContent !== text) { state.textContent = text; }
    }, 400);
  }

  var STYLE = [
    // Messages of checks keep their words whole.
    ".jp-RenderedText pre { word-break: normal !important; overflow-wrap: break-word; }",
    ".course-bar { position: fixed; bottom: 0; right: 0; z-index: 1000; display: flex; gap: 12px;",
    "  flex-wrap: wrap; padding: 6px 12px; background: #fff; color: #1b1b1b; border: 1px solid #6b7280;",
    "  border-radius: 6px 0 0 0; font: 14px/1.4 system-ui, sans-serif; }",
    ".course-bar a, .course-bar button, .course-note a { color: #0b4f9e; text-decoration: underline; }",
    ".course-bar button { background: none; border: 0; padding: 0; font: inherit; cursor: pointer; }",
    // Above the bar, so that no tool of the notebook is covered.
    ".course-note { position: fixed; bottom: 40px; left: 0; right: 0; z-index: 100000;",
    "  padding: 12px 16px; background: #fff4ce; color: #1b1b1b; border-top: 2px solid #8a6100;",
    "  font: 16px/1.5 system-ui, sans-serif; }",
    ".course-note button { margin-left: 12px; font: inherit; cursor: pointer; }",
    "@media (prefers-color-scheme: dark) {",
    "  .course-bar { background: #1f242a; color: #e4e6ea; border-color: #8b949e; }",
    "  .course-bar a, .course-bar button { color: #86b9f2; }",
    "}"
  ].join("\n");

  function addStyle() {
    var style = document.createElement("style");
    style.appendChild(document.createTextNode(STYLE));
    document.head.appendChild(style);
  }

  function download() {
    var widget = window.jupyterapp && window.jupyterapp.shell.currentWidget;
    if (!widget || !widget.context || !widget.context.isReady) { return; }
    widget.context.save().then(function () {
      var text = JSON.stringify(widget.context.model.toJSON(), null, 1) + "\n";
      var link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" }));
      link.download = widget.context.path.split("/").pop();
      link.click();
      setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
    });
  }

  function start() {
    addStyle();
    addBar();
    var lacks = missing();
    if (lacks.length) {
      say("course-old", WORDS.old.replace("{parts}", lacks.join(", ")));
      return;
    }
    if (!("serviceWorker" in navigator)) {
      say("course-old", WORDS.insecure);
      return;
    }
    // The largest file of Python. Where it cannot be reached, no kernel will ever start.
    fetch("../static/pyodide/pyodide.asm.wasm", { method: "HEAD", cache: "no-store" })
      .then(function (answer) { if (!answer.ok) { say("course-offline", WORDS.offline); } })
      .catch(function () { say("course-offline", WORDS.offline); });
    window.addEventListener("offline", function () {
      if (!started) { say("course-offline", WORDS.offline); } // what runs needs no network
    });
    window.addEventListener("online", function () { unsay("course-offline"); });
  }

  // A script of the page that does not arrive.
  window.addEventListener("error", function (event) {
    if (event.target && event.target.tagName === "SCRIPT") {
      if (document.body) { say("course-offline", WORDS.offline); }
    }
  }, true);

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
