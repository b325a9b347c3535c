
"use strict";
(() => {
  document.documentElement.classList.add("js");

  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  // Stepping: the maps leave their rows for one stage, where all but the current one are hidden.
  const enliven = walk => {
    const steps = [...walk.querySelectorAll(".step")];
    const maps = steps.map(step => step.querySelector(".map"));
    if (steps.length < 2 || maps.every(map => map === null)) return null;
    const breaking = Math.max(steps.findIndex(step => step.classList.contains("breaks")), 0);
    const last = steps.length - 1;
    const goal = breaking || last;
    let current = 0;

    const texts = steps.map(step => {
      const number = step.querySelector(".no").textContent;
      return `${number} ${step.querySelector(".call code").textContent}`.replace(/\s+/g, " ").trim();
    });
    const where = make("p", { className: "where" });
    where.setAttribute("aria-live", "polite");
    const empty = make("p", { className: "note", textContent: "There is no map of this step." });
    const stage = make("div", { className: "stage" }, empty);
    const slider = make("input", { type: "range", min: 0, max: last, step: 1 });
    slider.setAttribute("aria-label", "Step");
    const button = (text, target) => {
      const made = make("button", { type: "button", textContent: text });
      made.addEventListener("click", () => show(target()));
      return made;
    };
    const first = button("First", () => 0);
    const back = button("Back", () => current - 1);
    const next = button("Next", () => current + 1);
    const end = button(breaking ? "Breaking step" : "Last", () => goal);
    const buttons = [[first, 0], [back, 0], [next, last], [end, goal]];

    // By hand, since scrollIntoView would move the page as well.
    const bringIntoView = () => {
      const step = steps[current];
      const list = step.parentElement;
      const isHidden = step.offsetTop < list.scrollTop
        || step.offsetTop + step.offsetHeight > list.scrollTop + list.clientHeight;
      if (isHidden) list.scrollTop = step.offsetTop - list.clientHeight / 3;
      const change = maps[current]?.querySelector(".wrong, .new");
      if (change) change.closest(".scroll").scrollLeft = change.offsetLeft - 48;
    };

    const show = index => {
      current = Math.min(Math.max(index, 0), last);
      steps.forEach((step, i) => {
        if (i === current) step.setAttribute("aria-current", "step");
        else step.removeAttribute("aria-current");
        if (maps[i]) maps[i].hidden = i !== current;
      });
      empty.hidden = maps[current] !== null;
      slider.value = current;
      slider.setAttribute("aria-valuetext", texts[current]);
      const isBreaking = steps[current].classList.contains("breaks");
      where.textContent = `Step ${steps[current].value} of ${steps[last].value}: ${texts[current]}`
        + (isBreaking ? " \u2013 the law breaks here" : "");
      where.classList.toggle("bad", isBreaking);
      for (const [made, limit] of buttons) made.setAttribute("aria-disabled", String(current === limit));
      bringIntoView();
    };

    slider.addEventListener("input", () => show(Number(slider.value)));
    steps.forEach((step, i) => step.addEventListener("click", () => {
      if (String(getSelection()) === "") show(i);
    }));
    walk.querySelector(".steps").after(make("div", { className: "side" },
      make("div", { className: "tools", role: "group", ariaLabel: "Step through the program" },
        first, back, next, end, slider), where, stage));
    const live = () => {
      walk.classList.add("live");
      stage.prepend(...maps.filter(Boolean));
      show(current);
    };
    // On paper nothing can be stepped through.
    const still = () => {
      walk.classList.remove("live");
      maps.forEach((map, i) => {
        if (!map) return;
        map.hidden = false;
        steps[i].append(map);
      });
    };
    addEventListener("beforeprint", still);
    addEventListener("afterprint", live);
    current = goal;
    live();
    return { walk, move: by => show(current + by), first: () => show(0), last: () => show(last) };
  };

  const walks = [...document.querySelectorAll(".walk")].map(enliven).filter(Boolean);

  // The keys go to the walk that has the focus, or else to the one in the middle of the window.
  const inView = ({ walk }) => {
    const box = walk.getBoundingClientRect();
    return box.top < innerHeight * .75 && box.bottom > innerHeight * .25;
  };
  document.addEventListener("keydown", event => {
    const isText = event.target.closest("input, textarea, select, pre, .scroll");
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || isText) return;
    const focused = walks.find(({ walk }) => walk.contains(event.target));
    const chosen = focused ?? walks.find(inView);
    const action = chosen && {
      ArrowLeft: () => chosen.move(-1),
      ArrowRight: () => chosen.move(1),
      Home: focused && chosen.first,
      End: focused && chosen.last,
    }[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  // Copying: where the browser refuses, the text is selected, so that one key is enough.
  const select = element => {
    const range = document.createRange();
    range.selectNodeContents(element);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  };
  const copy = async element => {
    try {
      await navigator.clipboard.writeText(element.textContent);
      return "Copied.";
    } catch {
      select(element);
      return document.execCommand("copy") ? "Copied." : "Selected: press Ctrl+C to copy.";
    }
  };
  for (const text of document.querySelectorAll("pre.copy")) {
    const answer = make("span", { role: "status" });
    const button = make("button", { type: "button", textContent: "Copy" });
    button.addEventListener("click", async () => { answer.textContent = await copy(text.firstChild); });
    text.after(make("div", { className: "copying" }, button, answer));
  }
})();
