// The public opinion form, one question at a time, for the browsers inside chat apps: plain old syntax, no modules.
// Everything works without it: all questions stand on one page, and the server lets people wait instead of reckoning.
(function () {
  "use strict";
  var SIZES = ["normal", "larger", "largest"];
  var SHORTEST = 3500; // the server takes nothing that is younger than three seconds
  var A_BATCH = 64;
  var root = document.documentElement;
  var form = document.querySelector("[data-ask]");
  if (form) {
    sizes();
    steps();
    sending();
  }

  function each(list, deed) {
    Array.prototype.forEach.call(list, deed);
  }

  // A− and A＋ change the page at once; the server keeps the size for the next one.
  function sizes() {
    each(document.querySelectorAll("[data-size]"), function (button) {
      button.addEventListener("click", function (event) {
        var request = new XMLHttpRequest();
        var place = SIZES.indexOf(root.getAttribute("data-text")) + Number(button.getAttribute("data-size"));
        event.preventDefault();
        root.setAttribute("data-text", SIZES[Math.max(0, Math.min(place, SIZES.length - 1))]);
        request.open("POST", form.action);
        request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
        request.send("size=" + button.value);
      });
    });
  }

  function steps() {
    var questions = form.querySelectorAll("[data-question]");
    var next = form.querySelector("[data-next]");
    var back = form.querySelector("[data-back]");
    var send = form.querySelector("[data-send]");
    var at = 0;
    form.className = "steps";
    each(questions, function (question, place) {
      if (at === 0 && question.hasAttribute("data-wrong")) { at = place; }
    });
    if (document.querySelector("[data-message]")) { at = questions.length - 1; }
    show(false);
    next.addEventListener("click", function () { at += 1; show(true); });
    back.addEventListener("click", function () { at -= 1; show(true); });

    function show(moved) {
      each(questions, function (question, place) {
        question.className = place === at ? "question now" : "question";
      });
      next.hidden = at === questions.length - 1;
      send.hidden = !next.hidden;
      back.hidden = at === 0;
      if (moved) {
        questions[at].setAttribute("tabindex", "-1");
        questions[at].focus();
        window.scrollTo(0, 0);
      }
    }
  }

  // The page reckons while somebody reads; what is sent before that is over goes out when it is.
  function sending() {
    var send = form.querySelector("[data-send]");
    var said = form.querySelector("[data-said]");
    var words = send.textContent;
    var since = Date.now();
    var reckoned = false;
    var wanted = false;
    reckon(form.getAttribute("data-nonce"), Number(form.getAttribute("data-bits")), function (solution) {
      form.querySelector("[data-solution]").value = solution;
      reckoned = true;
      if (wanted) { go(); }
    });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (navigator.onLine === false) {
        said.textContent = "现在没有网络，还没有交。您填的都在，有网后再点一次“交意见”。";
        return;
      }
      send.disabled = true;
      send.textContent = "正在送出……";
      wanted = true;
      if (reckoned) { go(); }
    });
    window.addEventListener("pageshow", function (event) {
      if (event.persisted) {
        send.disabled = false;
        send.textContent = words;
      }
    });

    function go() {
      window.setTimeout(function () { form.submit(); }, Math.max(0, SHORTEST - (Date.now() - since)));
    }
  }

  // Look for a number whose digest with the nonce begins with so many zero bits.
  function reckon(nonce, bits, done) {
    var subtle = window.crypto && window.crypto.subtle;
    var first = 0;
    if (!subtle || !window.TextEncoder || !window.Promise) {
      done("");
      return;
    }
    batch();

    function batch() {
      var jobs = [];
      for (var number = first; number < first + A_BATCH; number += 1) {
        jobs.push(subtle.digest("SHA-256", new TextEncoder().encode(nonce + ":" + number)));
      }
      Promise.all(jobs).then(function (digests) {
        for (var place = 0; place < digests.length; place += 1) {
          if (new DataView(digests[place]).getUint32(0) >>> (32 - bits) === 0) {
            done(String(first + place));
            return;
          }
        }
        first += A_BATCH;
        window.setTimeout(batch, 0);
      }, function () { done(""); });
    }
  }
}());
