# The app with its own Node; DATABASE_URL should point to a PostgreSQL beside it.
FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build
USER node
EXPOSE 3000
# Small heaps: the app streams what is large (docs/decisions/0030-import.md).
CMD ["node", "--max-semi-space-size=4", "--max-old-space-size=256", "app/server.ts"]
