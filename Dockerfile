# syntax=docker/dockerfile:1
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY rolldown.config.ts tsconfig.json ./
COPY src ./src
RUN npm run build

FROM node:24-slim
ENV NODE_ENV=production \
    NODE_COMPILE_CACHE=/tmp/node-compile-cache \
    MALLOC_ARENA_MAX=1 \
    TRAILWARDEN_CONFIG=/etc/trailwarden/trailwarden.yaml
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY deploy ./deploy
# A bundle instead of a thousand modules, and without the page and the local workspace for trying it out.
COPY --from=build /app/dist ./dist
RUN mkdir -p /data && chown 65532:65532 /data
USER 65532:65532
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# The flags of `npm start`: a heap that stays small instead of growing with the machine. So does
# MALLOC_ARENA_MAX for what is not in the heap.
ENTRYPOINT ["node", "--max-semi-space-size=8", "--heap-growing-percent=40", "--max-old-space-size=512", "/app/dist/cli/main.js"]
CMD ["serve"]
