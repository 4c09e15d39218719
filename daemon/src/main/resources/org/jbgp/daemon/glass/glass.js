"use strict";
// The page of jbgpd's looking glass. Everything that comes from the router is put into the page as text, never as markup.
(() => {
  const main = document.getElementById("main");
  const field = document.getElementById("prefix");
  const SVG = "http://www.w3.org/2000/svg";
  const REFRESH = 10000;
  const PAGE = 50;
  const FEW = 12;
  let pending = new AbortController();
  let timer = 0;
  let redraw = null;

  // ---- elements -----------------------------------------------------------------------------------------------------

  const fill = (node, properties, children) => {
    for (const [name, value] of Object.entries(properties || {})) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
    }
    for (const child of children.flat(Infinity)) {
      if (child !== null && child !== undefined && child !== false) node.append(child);
    }
    return node;
  };
  const el = (name, properties, ...children) => fill(document.createElement(name), properties, children);
  const draw = (name, properties, ...children) => fill(document.createElementNS(SVG, name), properties, children);
  const show = (...children) => main.replaceChildren(...children.flat(Infinity).filter(Boolean));
  const badge = (text, kind) => el("span", { class: "badge " + (kind || "") }, text);
  const link = (where, text) => el("a", { href: "#/" + where.map(encodeURIComponent).join("/") }, text);
  const rowTable = (heads, rows) =>
    el("div", { class: "box" }, el("table", { class: "rows" },
      el("thead", {}, el("tr", {}, heads.map(head => el("th", { scope: "col" }, head)))),
      el("tbody", {}, rows.length ? rows : el("tr", {}, el("td", { colspan: heads.length }, "None.")))));
  const count = number => Number(number).toLocaleString("en").replaceAll(",", "\u202f");

  const ago = (time, now) => {
    const seconds = Math.max(0, Math.round((now - new Date(time)) / 1000));
    if (seconds < 120) return seconds + " s";
    if (seconds < 7200) return Math.floor(seconds / 60) + " min";
    if (seconds < 172800) return Math.floor(seconds / 3600) + " h";
    return Math.floor(seconds / 86400) + " days";
  };
  const since = time => el("time", { datetime: time, title: new Date(time).toLocaleString() }, ago(time, Date.now()));

  // ---- data ---------------------------------------------------------------------------------------------------------

  const ask = async (path, parameters) => {
    const query = new URLSearchParams(Object.entries(parameters || {}).filter(([, value]) => value !== undefined));
    const address = "api/" + path + (query.size ? "?" + query : "");
    const answer = await fetch(address, { signal: pending.signal, cache: "no-store" });
    const text = await answer.text();
    let value = null;
    try {
      value = JSON.parse(text);
    } catch {
      // An answer that ended early, or that is not of the router.
    }
    if (!answer.ok || value === null) {
      throw new Error((value && value.error) || text.slice(0, 200).trim() || "the router gave no answer");
    }
    return value;
  };

  // ---- neighbors ----------------------------------------------------------------------------------------------------

  const sum = (neighbor, key) => neighbor.channels.reduce((total, channel) => total + channel[key], 0);
  const stateBadge = neighbor =>
    badge(neighbor.enabled ? neighbor.state : "Disabled", neighbor.state === "Established" ? "good" : neighbor.enabled ? "bad" : "");

  const COLUMNS = [
    ["Neighbor", n => n.name.toLowerCase()],
    ["AS", n => n.as, true],
    ["Address", n => n.address || n.range || ""],
    ["State", n => n.state],
    ["For", n => -Date.parse(n.changed), true],
    ["Accepted", n => sum(n, "imported"), true],
    ["Filtered", n => sum(n, "filtered"), true],
    ["Advertised", n => sum(n, "exported"), true],
  ];
  let order = { column: 0, down: false };
  let narrowed = "";

  const neighborRow = n =>
    el("tr", {},
      el("td", { class: "first" }, el("span", {}, link(["neighbor", n.name], n.name), n.description && el("small", {}, n.description))),
      el("td", { class: "number", "data-label": "AS" }, String(n.as)),
      el("td", { "data-label": "Address" }, el("span", { class: "mono" }, n.address || n.range || "", n.interface ? "%" + n.interface : "")),
      el("td", { "data-label": "State" }, el("span", {}, stateBadge(n),
        n.message && el("small", {}, n.message), n.state !== "Established" && n.last_error && el("small", {}, n.last_error))),
      el("td", { class: "number", "data-label": "For" }, since(n.changed)),
      el("td", { class: "number", "data-label": "Accepted" }, count(sum(n, "imported"))),
      el("td", { class: "number", "data-label": "Filtered" },
        n.channels.some(c => c.keeps_filtered) ? count(sum(n, "filtered")) : el("span", { title: "import keep filtered is off" }, "–")),
      el("td", { class: "number", "data-label": "Advertised" }, count(sum(n, "exported"))));

  const neighborTable = neighbors => {
    const [, key] = COLUMNS[order.column];
    const words = narrowed.toLowerCase();
    const rows = neighbors
      .filter(n => [n.name, n.description, n.address, n.range, "as" + n.as, n.state].join(" ").toLowerCase().includes(words))
      .sort((one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0) * (order.down ? -1 : 1));
    const heads = COLUMNS.map(([title, , number], i) =>
      el("th", { class: number ? "number" : "", scope: "col", "aria-sort": i === order.column ? (order.down ? "descending" : "ascending") : null },
        el("button", {
          type: "button",
          onclick: () => {
            order = { column: i, down: i === order.column ? !order.down : false };
            const fresh = neighborTable(neighbors);
            document.getElementById("neighbors").replaceWith(fresh);
            fresh.querySelectorAll("th button")[i].focus();
          },
        }, title + (i === order.column ? (order.down ? " ▾" : " ▴") : ""))));
    return el("div", { class: "box", id: "neighbors" },
      el("table", { class: "rows" }, el("thead", {}, el("tr", {}, heads)),
        el("tbody", {}, rows.length ? rows.map(neighborRow) : el("tr", {}, el("td", { colspan: COLUMNS.length }, "None.")))));
  };

  const neighborsPage = async () => {
    const neighbors = await ask("neighbors");
    const up = neighbors.filter(n => n.state === "Established").length;
    const figure = (title, value) => el("div", {}, el("dt", {}, title), el("dd", {}, value));
    const table = neighborTable(neighbors);
    const old = document.getElementById("neighbors");
    const sums = el("dl", { class: "sums", id: "sums" },
      figure("Sessions", up + " of " + neighbors.length),
      figure("Routes accepted", count(neighbors.reduce((total, n) => total + sum(n, "imported"), 0))),
      figure("Best among them", count(neighbors.reduce((total, n) => total + sum(n, "preferred"), 0))),
      figure("Routes advertised", count(neighbors.reduce((total, n) => total + sum(n, "exported"), 0))));
    if (old) {
      // What is typed or focused stays.
      if (!old.contains(document.activeElement)) old.replaceWith(table);
      document.getElementById("sums").replaceWith(sums);
    } else {
      const narrow = el("input", {
        type: "search", id: "narrow", placeholder: "Name, AS or address", value: narrowed,
        oninput: event => {
          narrowed = event.target.value;
          document.getElementById("neighbors").replaceWith(neighborTable(neighbors));
        },
      });
      show(el("h1", {}, "Neighbors"), sums,
        neighbors.length > 8 && el("p", {}, el("label", { class: "hidden", for: "narrow" }, "Show only"), narrow), table);
    }
    timer = setTimeout(again, REFRESH);
  };

  // ---- one neighbor -------------------------------------------------------------------------------------------------

  const KINDS = [["accepted", "Accepted"], ["filtered", "Filtered"], ["exported", "Advertised"], ["noexport", "Not advertised"]];

  const path = route => route.attributes["BGP.as_path"] || "";
  const nextHop = route => {
    const hops = route.next_hops.map(hop => (hop.gateway || "") + (hop.interface_name ? " " + hop.interface_name : ""));
    return hops.join(", ").trim() || route.attributes["BGP.next_hop"] || route.destination;
  };
  const attributesOf = route =>
    el("details", {}, el("summary", {}, "All attributes"),
      el("ul", { class: "why mono" }, Object.entries(route.attributes).map(([name, value]) => el("li", {}, name + ": " + value)),
        el("li", {}, "preference: " + route.preference)));
  // What a filter did says where: file, line and column.
  const why = lines => el("ul", { class: "why" }, lines.map(line => el("li", { class: /^\S+:\d+:\d+ /.test(line) ? "mono" : "" }, line)));

  const routeRow = (route, filtered) =>
    el("tr", {},
      el("td", { class: "first" }, el("span", { class: "mono" }, link(["prefix", route.prefix], route.prefix))),
      filtered
        ? el("td", { class: "wide", "data-label": "Why" }, why(route.reason))
        : [el("td", { "data-label": "Next hop" }, el("span", { class: "mono" }, nextHop(route))),
           el("td", { "data-label": "Best" }, route.primary ? badge("best", "good") : "")],
      el("td", { "data-label": "AS path" }, el("span", { class: "mono" }, path(route))),
      el("td", { "data-label": "For" }, since(route.changed)));

  // Of routes that are not kept, the last ones are remembered.
  const rejectedRow = route =>
    el("tr", {},
      el("td", { class: "first" }, el("span", { class: "mono" }, link(["prefix", route.prefix], route.prefix))),
      el("td", { class: "wide", "data-label": "Why" }, why([
        route.accepts ? "filter " + route.filter + " would accept it now" : "by import filter " + route.filter, ...(route.accepts ? [] : route.decisions)])),
      el("td", { "data-label": "AS path" }, el("span", { class: "mono" }, path(route))),
      el("td", { "data-label": "Ago" }, since(route.at)));

  const rejectedNote = routes =>
    [el("p", { class: "note" }, "Rejected routes of this neighbor are not kept (", el("code", {}, "import keep filtered on;"),
      " in its channel keeps them). " + (routes.length ? "These are the last ones; whether it still announces them is not known." : "None is remembered.")),
     routes.length > 0 && rowTable(["Prefix", "Why", "AS path", "Ago"], routes.map(rejectedRow))];

  const neighborPage = async (name, kind = "accepted", offset = "0") => {
    const from = Number(offset) || 0;
    const [neighbors, found] = await Promise.all([
      ask("neighbors"),
      ask("routes/" + encodeURIComponent(name), { kind, offset: from, limit: PAGE }),
    ]);
    const neighbor = neighbors.find(n => n.name === name);
    const filtered = kind === "filtered";
    const keeps = neighbor && neighbor.channels.some(c => c.keeps_filtered);
    const last = filtered && !keeps && !found.routes.length ? await ask("rejected", { protocol: name }) : null;
    const heads = filtered ? ["Prefix", "Why", "AS path", "For"] : ["Prefix", "Next hop", "Best", "AS path", "For"];
    show(
      el("h1", {}, name, " ", neighbor && stateBadge(neighbor)),
      neighbor && [
        neighbor.description && el("p", {}, neighbor.description),
        el("p", { class: "dim" }, "AS ", String(neighbor.as), ", ", neighbor.address || neighbor.range || "", ", for ", since(neighbor.changed)),
        neighbor.message && el("p", { class: "note" }, neighbor.message),
        neighbor.last_error && el("p", { class: neighbor.state === "Established" ? "dim" : "problem" }, "Last error: " + neighbor.last_error),
        el("dl", { class: "sums" }, neighbor.channels.map(c => el("div", {},
          el("dt", {}, c.name + ", " + c.state + ", table " + c.table),
          el("dd", {}, count(c.imported) + " in, " + count(c.exported) + " out"),
          el("dt", {}, "filters: " + c.import_filter + " in, " + c.export_filter + " out")))),
      ],
      el("div", { class: "tabs", role: "navigation", "aria-label": "Routes" }, KINDS.map(([each, title]) =>
        el("a", { href: "#/neighbor/" + encodeURIComponent(name) + "/" + each, "aria-current": each === kind ? "page" : null }, title))),
      last !== null
        ? rejectedNote(last)
        : rowTable(heads, found.routes.map(route => routeRow(route, filtered))),
      (from > 0 || found.more) && el("p", { class: "more tabs" },
        from > 0 && link(["neighbor", name, kind, Math.max(0, from - PAGE)], "← before"),
        found.more && link(["neighbor", name, kind, from + PAGE], "after →")));
  };

  // ---- one prefix ---------------------------------------------------------------------------------------------------

  const KIND_OF = { best: "good", exported: "good", rejected: "bad", no: "bad" };

  const findingCard = (finding, known) =>
    el("div", { class: "card " + (KIND_OF[finding.verdict] || ""), "data-verdict": finding.verdict },
      el("header", {},
        el("strong", {}, known.has(finding.protocol) ? link(["neighbor", finding.protocol], finding.protocol) : finding.protocol),
        badge(finding.verdict === "no" ? "not exported" : finding.verdict, KIND_OF[finding.verdict])),
      why(finding.details));

  const side = (title, findings, none, known) => {
    const box = el("div", { class: "side" }, el("h3", {}, title));
    const add = list => box.append(...list.map(finding => findingCard(finding, known)));
    add(findings.slice(0, FEW));
    if (findings.length > FEW) {
      const more = el("button", {
        type: "button",
        onclick: () => {
          more.remove();
          add(findings.slice(FEW));
          redraw();
        },
      }, "Show " + (findings.length - FEW) + " more");
      box.append(more);
    }
    if (!findings.length) box.append(el("p", { class: "dim" }, none));
    return box;
  };

  const flow = (explained, known) => {
    const best = explained.ways.find(way => way.verdict === "best");
    const losers = explained.ways.filter(way => way.verdict === "not best");
    const rank = { best: 0, "not best": 1, rejected: 2, absent: 3 };
    const ways = [...explained.ways].sort((one, other) => rank[one.verdict] - rank[other.verdict]);
    const exports = [...explained.exports].sort((one, other) => (one.verdict === "exported" ? 0 : 1) - (other.verdict === "exported" ? 0 : 1));
    const left = side("Offered by", ways, "No neighbor could bring it.", known);
    const right = side("Exported to", exports, ways.some(way => /best$/.test(way.verdict)) ? "Nobody takes routes of this table." : "Nobody, for it is not in the table.", known);
    const middle = el("div", { class: "card middle" },
      el("strong", { class: "mono" }, explained.prefix),
      el("p", { class: "dim" }, "table " + explained.table),
      best ? el("p", {}, badge("best", "good"), " ", best.protocol) : el("p", {}, badge("not in the table", "bad")),
      losers.length > 0 && [el("p", { class: "dim" }, "Decided by"),
        el("ul", { class: "why" }, losers.slice(0, FEW).map(way => el("li", {}, way.protocol + ": " + (way.details.at(-1) || ""))))]);
    const lines = draw("svg", { "aria-hidden": "true" });
    const box = el("div", { class: "flow" }, left, middle, right, lines);
    const line = (x1, y1, x2, y2, kind) => {
      const bend = (x1 + x2) / 2;
      lines.append(draw("path", { d: `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`, class: kind }));
    };
    const connect = () => {
      lines.replaceChildren();
      const base = box.getBoundingClientRect();
      const at = card => {
        const r = card.getBoundingClientRect();
        return { left: r.left - base.left, right: r.right - base.left, y: r.top - base.top + Math.min(r.height / 2, 40) };
      };
      const center = at(middle);
      center.y = middle.getBoundingClientRect().top - base.top + middle.offsetHeight / 2;
      for (const card of left.querySelectorAll(".card")) {
        const c = at(card);
        if (card.dataset.verdict !== "absent") {
          line(c.right, c.y, center.left, center.y, card.dataset.verdict === "best" ? "good" : card.dataset.verdict === "rejected" ? "bad" : "");
        }
      }
      for (const card of right.querySelectorAll(".card")) {
        if (card.dataset.verdict === "exported") {
          const c = at(card);
          line(center.right, center.y, c.left, c.y, "good");
        }
      }
    };
    return { box, connect };
  };

  const pathTable = found =>
    rowTable(["From", "Next hop", "AS path", "Communities", "For", ""],
      found.routes.map(route => el("tr", {},
        el("td", { class: "first" }, el("span", {}, route.protocol, " ", route.primary && badge("best", "good"), route.refused && badge("kernel refused it", "bad"), route.stale && badge("stale", "warn"))),
        el("td", { "data-label": "Next hop" }, el("span", { class: "mono" }, nextHop(route))),
        el("td", { "data-label": "AS path" }, el("span", { class: "mono" }, path(route))),
        el("td", { "data-label": "Communities" }, el("span", { class: "mono" },
          [route.attributes["BGP.community"], route.attributes["BGP.large_community"], route.attributes["BGP.ext_community"]].filter(Boolean).join(" "))),
        el("td", { "data-label": "For" }, since(route.changed)),
        el("td", { class: "wide" }, attributesOf(route)))));

  const EVENTS = { begin: "history begins", reload: "reload", session_up: "session up", session_down: "session down", kernel: "kernel" };
  const moment = time => el("time", { datetime: time, title: ago(time, Date.now()) + " ago" }, new Date(time).toLocaleString("sv-SE"));
  const differences = change => {
    const was = change.before ? change.before.attributes : {};
    const is = change.after ? change.after.attributes : {};
    return change.before && change.after
      ? [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(name => was[name] !== is[name])
          .map(name => name + ": " + (was[name] ?? "none") + " → " + (is[name] ?? "none"))
      : [];
  };
  const changeRow = change =>
    el("tr", {},
      el("td", { class: "first" }, moment(change.at)),
      el("td", { "data-label": "Best path" }, el("span", {},
        (change.before ? change.before.protocol : "none") + " → " + (change.after ? change.after.protocol : "none"))),
      el("td", { "data-label": "Why" }, change.why),
      el("td", { class: "wide" }, el("ul", { class: "why mono" }, differences(change).map(line => el("li", {}, line)))));
  const eventRow = event =>
    el("tr", {},
      el("td", { class: "first" }, moment(event.at)),
      el("td", { "data-label": "Event", class: "dim" }, EVENTS[event.kind] || event.kind),
      el("td", { "data-label": "Of" }, event.protocol),
      el("td", { class: "wide dim" }, event.text));

  // Newest first, with what happened to the protocols that had a part in it.
  const history = past => {
    if (!past.on) return [];
    const parts = new Set(past.changes.flatMap(change => [change.protocol, change.before && change.before.protocol, change.after && change.after.protocol]));
    const first = past.changes.length ? past.changes[0].at : null;
    const rows = [
      ...past.changes.map(change => [change.at, changeRow(change)]),
      ...past.events.filter(event => event.kind === "begin" || event.kind === "reload" || parts.has(event.protocol))
        .filter(event => past.left === 0 || event.at >= first)
        .map(event => [event.at, eventRow(event)]),
    ].sort(([one], [other]) => Date.parse(other) - Date.parse(one));
    return [
      el("h2", {}, "What it was"),
      past.left > 0 && el("p", { class: "dim" }, count(past.left) + " older changes are left out."),
      rowTable(["When", "Best path", "Why", ""], rows.map(([, row]) => row)),
    ];
  };

  const prefixPage = async prefix => {
    field.value = prefix;
    show(el("h1", { class: "mono" }, prefix), el("p", { class: "dim" }, "Asking…"));
    const [found, explained, neighbors] = await Promise.all([
      ask("prefix", { prefix }), ask("explain", { prefix }), ask("neighbors")]);
    const known = new Set(neighbors.map(n => n.name));
    const past = await Promise.all(found.map(table => ask("history", { prefix: table.prefix })));
    const flows = explained.map(each => flow(each, known));
    show(
      el("h1", { class: "mono" }, prefix),
      found.map((table, i) => [
        table.prefix !== table.asked && el("p", { class: "note" },
          (table.routes.length ? "Covered by " : "Rejected, and kept, is "), el("span", { class: "mono" }, table.prefix), " in table " + table.table + "."),
        flows[i] && flows[i].box,
        table.routes.length > 0 && [el("h2", {}, table.routes.length === 1 ? "The path" : table.routes.length + " paths, best first"), pathTable(table)],
        history({ ...past[i], changes: (past[i].changes || []).filter(change => change.table === table.table) }),
      ]));
    redraw = () => flows.forEach(each => each.connect());
    redraw();
  };

  // ---- activity -----------------------------------------------------------------------------------------------------

  const clock = (seconds, fine) => new Date(seconds * 1000).toLocaleTimeString(
    [], { hour: "2-digit", minute: "2-digit", second: fine ? "2-digit" : undefined, hourCycle: "h23" });

  const niceTop = value => {
    const step = 10 ** Math.floor(Math.log10(Math.max(1, value)));
    return [1, 2, 4, 6, 8, 10].map(factor => factor * step).find(top => top >= value);
  };

  const plot = (title, samples, series, interval) => {
    const W = Math.max(260, main.clientWidth - 48);
    const H = 190;
    const LEFT = 58;
    const BOTTOM = 24;
    const TOP = 10;
    const first = samples[0][0];
    const last = Math.max(samples.at(-1)[0], first + interval);
    const top = niceTop(Math.max(1, ...samples.flatMap(sample => series.map(each => sample[each.column]))));
    const fine = last - first < 1800;
    const x = time => LEFT + (time - first) / (last - first) * (W - LEFT - 10);
    const y = value => TOP + (1 - value / top) * (H - TOP - BOTTOM);
    const svg = draw("svg", { viewBox: `0 0 ${W} ${H}`, role: "img", tabindex: "0" });
    for (const value of top > 1 ? [0, top / 2, top] : [0, top]) {
      svg.append(draw("line", { class: "axis", x1: LEFT, x2: W - 10, y1: y(value), y2: y(value) }),
        draw("text", { x: LEFT - 8, y: y(value) + 4, "text-anchor": "end" }, count(value)));
    }
    const marks = W < 500 ? 2 : 6;
    for (let i = 0; i <= marks; i++) {
      const time = first + (last - first) * i / marks;
      svg.append(draw("text", { x: x(time), y: H - 6, "text-anchor": i === 0 ? "start" : i === marks ? "end" : "middle" }, clock(time, fine)));
    }
    for (const each of series) {
      let points = [];
      const flush = () => {
        if (points.length === 1) points.push(points[0]);
        if (points.length) svg.append(draw("polyline", { class: each.kind, points: points.join(" ") }));
        points = [];
      };
      samples.forEach((sample, i) => {
        // A gap is time without the listener.
        if (i && sample[0] - samples[i - 1][0] > 3 * interval) flush();
        points.push(x(sample[0]).toFixed(1) + "," + y(sample[each.column]).toFixed(1));
      });
      flush();
    }
    const cursor = draw("line", { class: "cursor", y1: TOP, y2: H - BOTTOM, visibility: "hidden" });
    svg.append(cursor);
    const legend = series.map(each => el("span", {}, el("span", { class: "swatch " + each.kind }), each.name + ": ", el("b", {})));
    const moment = el("span", { class: "dim" });
    let at = samples.length - 1;
    const pick = index => {
      at = Math.min(samples.length - 1, Math.max(0, index));
      moment.textContent = clock(samples[at][0], true);
      series.forEach((each, i) => { legend[i].querySelector("b").textContent = count(samples[at][each.column]); });
      cursor.setAttribute("x1", x(samples[at][0]));
      cursor.setAttribute("x2", x(samples[at][0]));
    };
    const point = event => {
      const box = svg.getBoundingClientRect();
      const time = first + ((event.clientX - box.left) * W / box.width - LEFT) / (W - LEFT - 10) * (last - first);
      let near = 0;
      samples.forEach((sample, i) => { if (Math.abs(sample[0] - time) < Math.abs(samples[near][0] - time)) near = i; });
      cursor.setAttribute("visibility", "visible");
      pick(near);
    };
    svg.addEventListener("pointermove", point);
    svg.addEventListener("pointerdown", point);
    svg.addEventListener("keydown", event => {
      const step = { ArrowLeft: -1, ArrowRight: 1, Home: -samples.length, End: samples.length }[event.key];
      if (step) {
        event.preventDefault();
        cursor.setAttribute("visibility", "visible");
        pick(at + step);
      }
    });
    pick(at);
    svg.setAttribute("aria-label", title + ", " + samples.length + " samples; now " +
      series.map(each => each.name + " " + samples.at(-1)[each.column]).join(", ") + ". Arrow keys go through them.");
    return el("figure", { class: "plot" }, el("figcaption", {}, el("strong", {}, title), legend, moment), svg);
  };

  const activityPage = async () => {
    const { interval, most, columns, samples } = await ask("plot");
    const column = name => columns.indexOf(name);
    const pair = (one, other) => [
      { name: one[0], column: column(one[1]), kind: "one" }, { name: other[0], column: column(other[1]), kind: "two" }];
    redraw = () => show(
      el("h1", {}, "Activity"),
      el("p", { class: "dim" }, "A sample each " + (interval === 60 ? "minute" : interval + " s") + " since this listener was opened, the last " + count(most) + " of them."),
      samples.length === 0
        ? el("p", {}, "The first sample comes within a minute.")
        : [plot("Updates between two samples", samples, pair(["received", "updates_received"], ["sent", "updates_sent"]), interval),
           plot("Routes in the tables, IPv4", samples, pair(["routes", "routes4"], ["best", "best4"]), interval),
           plot("Routes in the tables, IPv6", samples, pair(["routes", "routes6"], ["best", "best6"]), interval),
           plot("Sessions", samples, [{ name: "established", column: column("sessions"), kind: "one" }], interval)]);
    redraw();
    timer = setTimeout(again, 1000 * Math.min(interval, 60));
  };

  // ---- the whole ----------------------------------------------------------------------------------------------------

  const PAGES = { "": neighborsPage, neighbor: neighborPage, prefix: prefixPage, activity: activityPage };

  const turn = async () => {
    pending.abort();
    pending = new AbortController();
    clearTimeout(timer);
    redraw = null;
    const [page, ...rest] = location.hash.replace(/^#\/?/, "").split("/").map(part => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    });
    for (const each of document.querySelectorAll("nav a")) {
      const here = each.dataset.page === (page || "neighbors");
      if (here) each.setAttribute("aria-current", "page");
      else each.removeAttribute("aria-current");
    }
    const mine = pending.signal;
    try {
      // A prefix may be written with its slash.
      await (Object.hasOwn(PAGES, page) ? PAGES[page] : neighborsPage)(...(page === "prefix" ? [rest.join("/")] : rest));
    } catch (error) {
      if (!mine.aborted) {
        show(el("h1", {}, "That did not work"), el("p", { class: "problem", role: "alert" }, String(error.message || error)));
        if (!page || page === "activity") timer = setTimeout(again, REFRESH);
      }
    }
  };

  const again = () => (document.hidden ? (timer = setTimeout(again, REFRESH)) : turn());

  const title = async () => {
    try {
      const status = await (await fetch("api/status", { cache: "no-store" })).json();
      document.getElementById("router").textContent = status.hostname || status.router_id;
      document.title = (status.hostname || status.router_id) + " – looking glass";
      document.getElementById("about").textContent =
        "jbgpd " + status.version + ", router id " + status.router_id + ", up " + ago(status.booted, new Date(status.now)) +
        ", configured " + ago(status.configured, new Date(status.now)) + " ago";
    } catch {
      // The page itself says what is wrong.
    }
  };

  const THEMES = { system: ["◐", "as the system"], light: ["☀", "light"], dark: ["☾", "dark"] };
  const button = document.getElementById("theme");
  const setTheme = name => {
    const [sign, words] = THEMES[name];
    if (name === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
    button.textContent = sign;
    button.setAttribute("aria-label", "Colors: " + words);
    button.title = "Colors: " + words;
    button.dataset.now = name;
  };
  const remembered = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  };
  setTheme(Object.hasOwn(THEMES, remembered()) ? remembered() : "system");
  button.addEventListener("click", () => {
    const names = Object.keys(THEMES);
    const next = names[(names.indexOf(button.dataset.now) + 1) % names.length];
    setTheme(next);
    try {
      localStorage.setItem("theme", next);
    } catch {
      // Then it holds for this visit.
    }
  });

  document.getElementById("skip").addEventListener("click", event => {
    event.preventDefault();
    main.focus();
  });
  document.getElementById("search").addEventListener("submit", event => {
    event.preventDefault();
    const text = field.value.trim();
    if (text) {
      const hash = "#/prefix/" + text.split("/").map(encodeURIComponent).join("/");
      if (location.hash === hash) turn();
      else location.hash = hash;
    }
  });
  document.addEventListener("keydown", event => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  });
  let width = main.clientWidth;
  new ResizeObserver(() => {
    if (redraw && width !== main.clientWidth) {
      width = main.clientWidth;
      redraw();
    }
  }).observe(main);
  window.addEventListener("hashchange", () => {
    window.scrollTo(0, 0);
    turn();
  });
  title();
  turn();
})();
