using Llm.Storage.Migrations.Logs;
using Llm.Storage.Sqlite;
using SQLitePCL;

namespace Llm.Storage.Logs.Unlogged;

/// <summary>Logs the answers of programs that were killed, or that could not log them.</summary>
/// <remarks>
/// Several programs may recover at the same time: each logs the answers whose files it has locked. A program that is killed between the
/// commit and the deletion leaves a file whose response is in the log already, so it is not logged again.
/// </remarks>
internal sealed class AnswerRecovery(UnloggedFolder folder, string path, LogStoreOptions options)
{
    private const int BatchSize = 50;

    // A short time, because the next program will do what this one cannot.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Logs all answers of the log that belong to nobody any more.</summary>
    public void Run()
    {
        var batch = new List<Found>();
        try
        {
            foreach (var file in folder.Files)
            {
                if (Open(file) is { } found) batch.Add(found);
                if (batch.Count == BatchSize) Log(batch);
            }

            Log(batch);
        }
        catch (SqliteException ex) when (ex.ResultCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED)
        {
            // Others write, so a later program will have the time.
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or LlmException)
        {
            options.Alert?.Invoke($"Warning: the answers in {folder.Path} could not be added to the log: {ex.Message}");
        }
        finally
        {
            foreach (var found in batch) found.File.Dispose();
        }
    }

    /// <summary>A file that this process has locked, and its answer.</summary>
    private sealed record Found(FileStream File, TurnWriter.PreparedTurn Turn);

    /// <summary>Opens a file if its owner has ended and its answer belongs to this log.</summary>
    private Found? Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = FileLock.TryOpen(path, FileMode.Open);
            // Its owner may have deleted the file after it was opened here; then the answer is in the log.
            if (file is not null && File.Exists(path) && folder.Read(file, out var response))
            {
                if (response is not null) return new Found(file, TurnWriter.Prepare(response, options.JsonReplacements));
                folder.Delete(path);
            }
        }
        catch (Exception ex) when (ex is FileNotFoundException or DirectoryNotFoundException)
        {
            // Another program was faster.
        }
        // Whatever stands in the file, it must not stop the command that only wants to read the log.
        catch (Exception ex) when (
            ex is LlmException or InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            options.Alert?.Invoke(
                $"Warning: an answer that is not in the log cannot be read: {ex.Message} It is kept as {UnloggedFolder.SetAside(path)}.");
        }

        file?.Dispose();
        return null;
    }

    private void Log(List<Found> batch)
    {
        if (batch.Count == 0) return;
        using (var database = LogDatabase.Open(path, options.Clock, DatabaseMode.ReadWrite, Patience))
        {
            database.Write(() =>
            {
                var writer = new TurnWriter(database, options.Clock, new UlidGenerator(options.Clock));
                foreach (var found in batch) writer.WriteLate(found.Turn);
            });
        }

        foreach (var found in batch)
        {
            folder.Delete(found.File.Name);
            found.File.Dispose();
        }

        batch.Clear();
    }
}
