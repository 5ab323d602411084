import { PrismaPg } from '@prisma/adapter-pg';
import { defineConfig } from 'prisma/config';

// `prisma generate` reaches no database, but without any address it goes and downloads a native engine.
process.env.DATABASE_URL ||= 'postgresql://127.0.0.1:1/none';

// The JavaScript engine: Prisma's native engines are downloaded at install time, which a closed network
// refuses and this project does not need (design section 9).
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  experimental: { adapter: true },
  engine: 'js',
  adapter: async () => new PrismaPg({ connectionString: process.env.DATABASE_URL as string }),
});
