using Llm.Storage.Sqlite;
using SQLitePCL;

namespace Llm.Storage.Logs;

/// <summary>Explains errors of a file whose tables are not those of a log, which SQLite can only describe in its own terms.</summary>
internal static class ForeignSchema
{
    /// <summary>What SQLite says of a table or column that exists or is missing, although the migrations say otherwise.</summary>
    private static readonly string[] Signs = ["no such table", "no such column", " already exists", " has no column named "];

    /// <exception cref="LlmException">The work failed; a missing or additional table is explained.</exception>
    public static T Explain<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException ex) when (ex.ResultCode == raw.SQLITE_ERROR && Array.Exists(Signs, ex.Detail.Contains))
        {
            throw new LlmException(
                $"{path} is not a log, or another program has changed its tables ({ex.Detail}). Restore a backup, choose another file with "
                + "-d, or move it away, then try again.",
                ex);
        }
    }
}
