using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>Full-text search over prompts and responses.</summary>
internal static class M011FtsForResponses
{
    public static void Apply(Database database) => TextSearch.Create(database, "responses");
}
