// Renders a template with values by one library, warm and in this process, for tests/peers.py.
// node peers.cjs FOLDER LIBRARY ROUNDS TEMPLATE VALUES OUTPUT -> {"least": ms, "median": ms, "memory": MB}
const fs = require("fs");
const path = require("path");
const [folder, library, rounds, templateFile, valuesFile, output] = process.argv.slice(2);
const load = (name) => require(path.join(folder, "node_modules", name));
const values = JSON.parse(fs.readFileSync(valuesFile, "utf8"));
const template = fs.readFileSync(templateFile);

const makers = {
  docxtemplater: () => {
    const Docxtemplater = load("docxtemplater");
    const PizZip = load("pizzip");
    return async () => {
      const made = new Docxtemplater(new PizZip(template), { paragraphLoop: true });
      made.render(values);
      return made.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
    };
  },
  "easy-template-x": () => {
    const { TemplateHandler } = load("easy-template-x");
    return () => new TemplateHandler().process(template, values);
  },
  carbone: () => {
    const carbone = load("carbone");
    return () =>
      new Promise((done, failed) =>
        carbone.render(templateFile, values, (error, made) => (error ? failed(error) : done(made))),
      );
  },
};

(async () => {
  const render = makers[library]();
  fs.writeFileSync(output, await render());
  const took = [];
  for (let round = 0; round < Number(rounds); round++) {
    const start = process.hrtime.bigint();
    await render();
    took.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  took.sort((a, b) => a - b);
  const status = fs.existsSync("/proc/self/status") ? fs.readFileSync("/proc/self/status", "utf8") : "";
  const memory = Number((/VmHWM:\s*(\d+)/.exec(status) || [0, 0])[1]) / 1000;
  console.log(JSON.stringify({ least: took[0], median: took[took.length >> 1], memory }));
  process.exit(0);
})().catch((error) => {
  console.error(String(error && error.stack).slice(0, 400), JSON.stringify(error.properties || "").slice(0, 600));
  process.exit(1);
});
