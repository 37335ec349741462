"use strict";

// Renders /openapi.json and sends requests. Sets text only, never markup.
(() => {
  const el = (tag, text, ...children) => {
    const node = document.createElement(tag);
    if (text) node.textContent = text;
    node.append(...children);
    return node;
  };

  let document_ = null;

  const resolve = (part) => {
    if (!part || !part.$ref) return part || {};
    return part.$ref.slice(2).split("/").reduce((at, key) => at[key], document_);
  };

  /** One schema with everything that its allOf says. */
  const flatten = (part) => {
    const schema = resolve(part);
    const all = { ...schema, properties: { ...schema.properties }, required: [...(schema.required || [])] };
    for (const piece of schema.allOf || []) {
      const flat = flatten(piece);
      all.properties = { ...all.properties, ...flat.properties };
      all.required.push(...flat.required);
    }
    return all;
  };

  const example = (part) => {
    const schema = flatten(part);
    if (schema.examples) return schema.examples[0];
    if (schema.type === "array") return [example(schema.items)];
    const value = {};
    for (const [name, property] of Object.entries(schema.properties)) {
      if (name === "original_event_id") continue;
      value[name] = example(property);
      if (name === "event_time") value[name] = new Date().toISOString();
      if (name === "event_id") value[name] = "docs-" + Math.random().toString(36).slice(2, 10);
    }
    return value;
  };

  const typeOf = (schema) => {
    if (schema.enum) return schema.enum.filter((v) => v !== null).join(" | ");
    const types = [].concat(schema.type || "object").filter((t) => t !== "null").join(" or ");
    const notes = [];
    if (schema.format) notes.push(schema.format);
    if (schema.pattern) notes.push(schema.pattern);
    if (schema.minimum !== undefined) notes.push(schema.minimum + " to " + schema.maximum);
    if (schema["x-max-bytes"]) notes.push("at most " + schema["x-max-bytes"] + " bytes");
    return types + (notes.length ? ", " + notes.join(", ") : "");
  };

  const fields = (part, prefix = "") => {
    const schema = flatten(part);
    const rows = [];
    for (const [name, property] of Object.entries(schema.properties)) {
      const flat = flatten(property);
      const required = schema.required.includes(name) ? " (required)" : "";
      rows.push(el("tr", "", el("td", "", el("code", prefix + name), required), el("td", typeOf(flat)), el("td", flat.description || "")));
      if (Object.keys(flat.properties).length) rows.push(...fields(property, prefix + name + "."));
    }
    return rows;
  };

  const table = (rows) => el("table", "", ...rows);

  const headersOf = (contentType) => {
    const headers = contentType ? { "Content-Type": contentType } : {};
    for (const [id, name] of [["tenant", "Peregrine-Tenant"], ["authorization", "Authorization"]]) {
      const value = document.getElementById(id).value;
      if (value) headers[name] = value;
    }
    return headers;
  };

  const pretty = (text) => {
    try {
      return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      return text;
    }
  };

  const send = async (method, path, contentType, body, out) => {
    out.className = "";
    out.textContent = "...";
    try {
      const began = performance.now();
      const answer = await fetch(path.slice(1), { method, headers: headersOf(contentType), body });
      const text = await answer.text();
      out.className = answer.ok ? "" : "error";
      out.textContent = answer.status + " " + answer.statusText + ", " + (performance.now() - began).toFixed(1) + " ms\n" + pretty(text);
    } catch (failure) {
      out.className = "error";
      out.textContent = String(failure);
    }
  };

  const curl = (method, path, contentType, body) => {
    const quote = (text) => "'" + text.replaceAll("'", "'\\''") + "'";
    const data = body === undefined ? "" : " -H 'Content-Type: " + contentType + "' --data-binary " + quote(body);
    return "curl -sS -X " + method + " " + quote(location.origin + path) + data;
  };

  const operation = (path, method, spec) => {
    const box = el("div", "", el("p", spec.description || ""));
    const content = spec.requestBody ? Object.entries(spec.requestBody.content)[0] : null;
    const values = new Map();
    for (const parameter of (spec.parameters || []).map(resolve)) {
      const line = el("p", "", el("code", parameter.name), " (" + parameter.in + ") ", parameter.description || "");
      if (parameter.in !== "header") {
        const value = el("input");
        value.placeholder = parameter.name;
        values.set(parameter, value);
        line.append(" ", value);
      }
      box.append(line);
    }
    const target = () => {
      let filled = path;
      const query = new URLSearchParams();
      for (const [parameter, value] of values) {
        if (parameter.in === "path") filled = filled.replace("{" + parameter.name + "}", encodeURIComponent(value.value));
        else if (value.value) query.set(parameter.name, value.value);
      }
      return [...query].length ? filled + "?" + query : filled;
    };
    let input = null;
    if (content) {
      input = el("textarea");
      input.spellcheck = false;
      const isLines = content[0].includes("ndjson");
      const sample = example(content[1].schema);
      input.value = typeof sample === "string" ? sample : JSON.stringify(sample, null, isLines ? 0 : 2);
      box.append(el("h4", content[0]), table(fields(content[1].schema)), input);
    }
    const out = el("pre");
    const body = () => (input ? input.value : undefined);
    const button = el("button", "Send");
    button.onclick = () => send(method.toUpperCase(), target(), content && content[0], body(), out);
    const copy = el("button", "Show as curl");
    copy.onclick = () => { out.className = ""; out.textContent = curl(method.toUpperCase(), target(), content && content[0], body()); };
    box.append(button, copy, out);
    const answers = Object.entries(spec.responses).map(([status, part]) => {
      const answer = resolve(part);
      return el("tr", "", el("td", status), el("td", answer.description));
    });
    box.append(el("h4", "Answers"), table(answers));
    for (const [type, media] of Object.entries(resolve(spec.responses["200"]).content || {})) {
      const rows = fields(media.schema);
      if (rows.length) box.append(el("h4", "200: " + type), table(rows));
    }
    const head = el("summary", "", el("span", method.toUpperCase()), el("code", path), " " + spec.summary);
    head.firstChild.className = "method";
    return el("details", "", head, box);
  };

  const render = () => {
    document.getElementById("title").textContent = document_.info.title + " HTTP API";
    document.getElementById("about").textContent = document_.info.description;
    const main = document.getElementById("operations");
    for (const tag of document_.tags) {
      main.append(el("h2", tag.name), el("p", tag.description));
      for (const [path, methods] of Object.entries(document_.paths)) {
        for (const [method, spec] of Object.entries(methods)) {
          if ((spec.tags || []).includes(tag.name)) main.append(operation(path, method, spec));
        }
      }
    }
  };

  fetch("openapi.json")
    .then((answer) => answer.json())
    .then((json) => { document_ = json; render(); })
    .catch((failure) => { document.getElementById("operations").textContent = String(failure); });
})();
