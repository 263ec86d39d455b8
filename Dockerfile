# One image for every process of a distributed run; compose says which one a container is.
FROM node:24-bookworm-slim AS build
WORKDIR /demarche
COPY package.json package-lock.json .npmrc ./
COPY bin ./bin
RUN npm ci --ignore-scripts
COPY . .
# The image has a Node of its own, and its PostgreSQL is another container: neither optional package is needed.
RUN npm run build && npm prune --omit=dev --omit=optional --ignore-scripts

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /demarche
COPY --from=build /demarche/package.json ./
COPY --from=build /demarche/node_modules ./node_modules
COPY --from=build /demarche/bin ./bin
COPY --from=build /demarche/dist ./dist
COPY --from=build /demarche/samples ./samples
RUN mkdir /inbox && chown node:node /inbox
USER node
EXPOSE 3000 9100
CMD ["node", "dist/apps/api/src/main.js"]
