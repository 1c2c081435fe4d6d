using Llm.Cli.Output;
using Llm.Storage.Logs;

namespace Llm.Cli.Commands.Doctor;

/// <summary>Checks the log database without migrating it.</summary>
internal static class LogCheck
{
    private const string Section = "Logs";

    public static IEnumerable<Finding> Run(UserDirectory directory)
    {
        yield return directory.LogsOn
            ? new Finding(Section, "logging", FindingState.Ok, "on")
            : new Finding(Section, "logging", FindingState.Note, "off; 'llm logs on' turns it on");
        yield return new Finding(Section, "SQLite", FindingState.Ok, LogInspection.SqliteVersion);
        var path = directory.LogsDatabase;
        if (!Path.Exists(path))
        {
            yield return new Finding(Section, "logs.db", FindingState.Note, "does not exist yet; the first prompt creates it");
            yield break;
        }

        LogInspection? found = null;
        LlmException? error = null;
        try
        {
            found = LogInspection.FromFile(path);
        }
        catch (LlmException ex)
        {
            error = ex;
        }

        if (found is null)
        {
            yield return new Finding(Section, "logs.db", FindingState.Wrong, error!.Message);
            yield break;
        }

        var turns = found.Turns == 1 ? "1 turn" : $"{found.Turns} turns";
        yield return new Finding(Section, "logs.db", FindingState.Ok, $"{turns}, {FileSize.Describe(found.Size)}");
        if (found.WalSize > 0)
        {
            yield return new Finding(
                Section,
                "logs.db-wal",
                FindingState.Note,
                $"{FileSize.Describe(found.WalSize)}; a program is using the database, or ended without closing it");
        }

        yield return Migrations(Section, found.PendingMigrations);
        yield return found.Problems.Count == 0
            ? new Finding(Section, "integrity", FindingState.Ok, "quick check passed")
            : new Finding(Section, "integrity", FindingState.Wrong, $"{found.Remedy} {string.Join(" ", found.Problems)}");
    }

    /// <summary>The migrations that the next use of a database applies.</summary>
    public static Finding Migrations(string section, IReadOnlyList<string> pending) => pending.Count == 0
        ? new Finding(section, "migrations", FindingState.Ok, "none pending")
        : new Finding(
            section, "migrations", FindingState.Note, $"{pending.Count} pending; the next use applies them: {string.Join(", ", pending)}");
}
