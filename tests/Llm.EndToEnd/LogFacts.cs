using Llm.Storage.Sqlite;

namespace Llm.EndToEnd;

/// <summary>Looks into a log database past the store.</summary>
internal static class LogFacts
{
    /// <summary>The first column of every row.</summary>
    public static List<string?> Read(string path, string sql)
    {
        using var database = Database.Open(path, DatabaseMode.ReadOnly);
        return [.. database.Query(sql).Select(row => row.Text(0))];
    }

    /// <summary>Executes a statement; waits only for a short time if the log is locked.</summary>
    public static void Change(string path, string sql)
    {
        using var database = Database.Open(path, DatabaseMode.ReadWrite, TimeSpan.FromMilliseconds(200));
        database.Execute(sql);
    }
}
