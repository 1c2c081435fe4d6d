using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>Attachments.</summary>
internal static class M012AttachmentsTables
{
    public static void Apply(Database database)
    {
        database.Execute("""
            CREATE TABLE "attachments" (
               "id" TEXT PRIMARY KEY,
               "type" TEXT,
               "path" TEXT,
               "url" TEXT,
               "content" BLOB
            )
            """);
        database.Execute("""
            CREATE TABLE "prompt_attachments" (
               "response_id" TEXT REFERENCES "responses"("id"),
               "attachment_id" TEXT REFERENCES "attachments"("id"),
               "order" INTEGER,
               PRIMARY KEY ("response_id", "attachment_id")
            )
            """);
    }
}
