// mathjs behind Node's own http server: an expression or a list of them in, results out.
import { createServer } from "node:http";
import { evaluate } from "mathjs";

createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    const { expressions, variables } = JSON.parse(Buffer.concat(parts).toString());
    const results = expressions.map((one) => evaluate(one, { ...variables }));
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ results }));
  });
}).listen(Number(process.argv[2]), "127.0.0.1");
