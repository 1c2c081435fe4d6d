using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Writes the table of fragments.</summary>
internal sealed class FragmentRows(Database database, TimeProvider time)
{
    /// <summary>Stores a fragment if it is new; returns its row id.</summary>
    public long Ensure(Fragment fragment)
    {
        database.Execute(
            "INSERT INTO fragments (hash, content, datetime_utc, source) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (hash) DO NOTHING",
            fragment.Hash,
            fragment.Content,
            // The format of SQLite's datetime('now').
            time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture),
            fragment.Source);
        return database.QueryInteger("SELECT id FROM fragments WHERE hash = ?1", fragment.Hash)!.Value;
    }
}
