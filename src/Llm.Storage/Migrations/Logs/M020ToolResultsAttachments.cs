using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>Attachments returned by tools.</summary>
internal static class M020ToolResultsAttachments
{
    public static void Apply(Database database)
    {
        database.Execute("""
            CREATE TABLE "tool_results_attachments" (
               "tool_result_id" INTEGER REFERENCES "tool_results"("id"),
               "attachment_id" TEXT REFERENCES "attachments"("id"),
               "order" INTEGER,
               PRIMARY KEY ("tool_result_id", "attachment_id")
            )
            """);
    }
}
