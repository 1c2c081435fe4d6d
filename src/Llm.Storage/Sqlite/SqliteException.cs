using System.Text.RegularExpressions;
using SQLitePCL;

namespace Llm.Storage.Sqlite;

/// <summary>An error from SQLite, with a message that names the file and says what to do.</summary>
internal sealed partial class SqliteException : LlmException
{
    /// <summary>The remedy for a full-text index that does not match its table.</summary>
    public const string HowToRebuildIndex = "Rebuild it with the statement INSERT INTO <index> (<index>) VALUES ('rebuild'): "
        + "the indexes of a log are turn_search_fts and responses_fts.";

    private SqliteException(string message, int resultCode, string detail)
        : base(message)
    {
        ResultCode = resultCode;
        Detail = detail;
    }

    /// <summary>SQLite's primary result code, such as 5 for a locked database.</summary>
    public int ResultCode { get; }

    /// <summary>SQLite's own message, such as <c>unterminated string</c>.</summary>
    public string Detail { get; }

    /// <summary>Creates the exception for a failed call.</summary>
    /// <param name="path">The path of the database.</param>
    /// <param name="resultCode">SQLite's result code, the extended one if it is known.</param>
    /// <param name="detail">SQLite's own message.</param>
    public static SqliteException For(string path, int resultCode, string detail)
    {
        var primary = resultCode & 0xff;
        var message = resultCode == raw.SQLITE_CORRUPT_VTAB ? ExplainIndex(path, detail) : Explain(path, primary, detail);
        return new SqliteException(message, primary, detail);
    }

    private static string Explain(string path, int code, string detail) => code switch
    {
        raw.SQLITE_NOTADB => $"{path} is not a SQLite database. Move it away or restore a backup, then try again.",
        raw.SQLITE_CORRUPT when UnreadableObject().Match(detail) is { Success: true } schema => ExplainSchema(path, schema),
        raw.SQLITE_CORRUPT => $"The database {path} is damaged ({detail}). Restore a backup or move it away, then try again.",
        raw.SQLITE_READONLY or raw.SQLITE_PERM =>
            $"The database {path} is read-only. Make the file and its folder writable, then try again.",
        raw.SQLITE_FULL => $"The disk is full, so {path} could not be written. Free some space, then try again.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
            $"The database {path} is locked by another program. Wait until it has finished, then try again.",
        // Opening a folder for reading succeeds; only the first read fails.
        raw.SQLITE_CANTOPEN or raw.SQLITE_IOERR when Directory.Exists(path) =>
            $"Cannot open the database {path}: it is a folder. Move it away, then try again.",
        raw.SQLITE_CANTOPEN => CannotOpen(path),
        raw.SQLITE_IOERR => $"Reading or writing the database {path} failed ({detail}). Check the disk, then try again.",
        _ => $"The database {path} reported an error: {detail}",
    };

    // The integrity check of the file passes in this case.
    private static string ExplainIndex(string path, string detail) =>
        $"A full-text index in the database {path} does not match its table ({detail}). "
        + $"The stored data is not damaged. {HowToRebuildIndex}";

    private static string ExplainSchema(string path, Match schema)
    {
        var name = schema.Groups["name"].Value;
        return $"SQLite {Database.LibraryVersion} cannot read \"{name}\" in the schema of {path} ({schema.Groups["reason"]}), "
            + "so it cannot read anything else in the file. Another program created it with features that this version lacks; "
            + $"no data is lost. Drop \"{name}\" with that program or update llm, then try again.";
    }

    // The two excluded reasons are about pages of the file, so the file is damaged.
    [GeneratedRegex(
        @"^malformed database schema \((?<name>.+)\) - (?!invalid rootpage|orphan index)(?<reason>.+)$", RegexOptions.Singleline)]
    private static partial Regex UnreadableObject();

    private static string CannotOpen(string path)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path));
        if (folder is not null && !Directory.Exists(folder))
            return $"Cannot open the database {path}: the folder {folder} does not exist. Create it, then try again.";
        return File.Exists(path)
            ? $"Cannot open the database {path}. Check that you may read and write the file and its folder, then try again."
            : $"Cannot open the database {path}: there is no such file and it could not be created. Check the folder, then try again.";
    }
}
