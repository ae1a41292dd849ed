// Opens GraphiQL on the service that served this page. A link may bring its own document: /graphiql?query=...&variables=...
/* global React, ReactDOM, GraphiQL */

const place = document.getElementById("graphiql");
const endpoint = new URL("graphql", document.baseURI);
const socket = new URL(endpoint);
socket.protocol = endpoint.protocol === "https:" ? "wss:" : "ws:";

async function firstQuery() {
  const answer = await fetch(new URL("first.graphql", import.meta.url));
  if (!answer.ok) throw new Error(`first.graphql: ${answer.status} ${answer.statusText}`);
  return answer.text();
}

try {
  const asked = new URLSearchParams(location.search);
  const fetcher = GraphiQL.createFetcher({ url: endpoint.href, subscriptionUrl: socket.href });
  const page = React.createElement(
    GraphiQL,
    {
      fetcher,
      defaultQuery: await firstQuery(),
      query: asked.get("query") ?? undefined,
      variables: asked.get("variables") ?? undefined,
    },
    React.createElement(GraphiQL.Logo, null, "Handoff"),
  );
  ReactDOM.createRoot(place).render(page);
} catch (error) {
  place.firstElementChild.textContent = `GraphiQL could not be opened: ${error.message}`;
  throw error;
}
