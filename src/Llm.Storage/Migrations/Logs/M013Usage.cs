using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>Tokens used.</summary>
internal static class M013Usage
{
    public static void Apply(Database database)
    {
        TableInfo.AddColumn(database, "responses", "input_tokens", "INTEGER");
        TableInfo.AddColumn(database, "responses", "output_tokens", "INTEGER");
        TableInfo.AddColumn(database, "responses", "token_details", "TEXT");
    }
}
