using SQLitePCL;

namespace Llm.Benchmarks.Similarity;

/// <summary>Reads vectors with nothing around SQLite.</summary>
internal static class BareRows
{
    /// <summary>Reads every vector of a database; returns the number of bytes.</summary>
    public static long ReadAll(string path)
    {
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        raw.sqlite3_open_v2(path, out var database, raw.SQLITE_OPEN_READONLY, null);
        using (database)
        {
            raw.sqlite3_prepare_v2(database, "SELECT embedding FROM embeddings ORDER BY rowid", out var rows);
            using (rows)
            {
                var bytes = 0L;
                while (raw.sqlite3_step(rows) == raw.SQLITE_ROW) bytes += raw.sqlite3_column_blob(rows, 0).Length;
                return bytes;
            }
        }
    }
}
