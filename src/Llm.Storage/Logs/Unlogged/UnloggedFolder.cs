using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Storage.Logs.Unlogged;

/// <summary>The folder of answers that are not in the log yet, one file each.</summary>
/// <param name="path">The folder, which exists only while it has files.</param>
/// <param name="database">The log that the answers belong to.</param>
internal sealed class UnloggedFolder(string path, string database)
{
    private const string Extension = ".jsonl";
    private const int Attempts = 5;

    private readonly string database = File.Exists(database) ? RealPath.Of(database) : System.IO.Path.GetFullPath(database);

    public string Path => path;

    /// <summary>The files of all logs, oldest first: the names of nearly all begin with the time.</summary>
    public List<string> Files
    {
        get
        {
            try
            {
                var files = new List<string>(Directory.EnumerateFiles(path, "*" + Extension));
                files.Sort(StringComparer.Ordinal);
                return files;
            }
            catch (DirectoryNotFoundException)
            {
                return [];
            }
        }
    }

    /// <summary>Creates an empty file, which stays locked while it is open.</summary>
    /// <exception cref="IOException">The file cannot be created.</exception>
    /// <exception cref="LlmException">The folder cannot be created.</exception>
    public FileStream Create(string id)
    {
        var name = id.Length > 0 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? id : Guid.NewGuid().ToString("N");
        var file = System.IO.Path.Combine(path, name + Extension);
        for (var attempt = 1; ; attempt++)
        {
            new UserDirectory(path).Create();
            try
            {
                // Another program may look into the file before it is locked and delete it, or delete the empty folder.
                if (FileLock.TryOpen(file, FileMode.OpenOrCreate) is { } created)
                {
                    if (created.Length > 0) created.SetLength(0);
                    if (File.Exists(file)) return created;
                    created.Dispose();
                }
            }
            catch (DirectoryNotFoundException) when (attempt < Attempts)
            {
                continue;
            }

            if (attempt == Attempts) throw new IOException($"{file} is used by another program.");
            Thread.Sleep(attempt);
        }
    }

    /// <summary>Deletes a file, and the folder if it was the last one.</summary>
    public void Delete(string file)
    {
        try
        {
            File.Delete(file);
            Directory.Delete(path);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // There are other files; or the file stays, and its response, which is in the log, is not logged again.
        }
    }

    /// <summary>Keeps a file that cannot be read under another name, so that it is reported only once.</summary>
    public static string SetAside(string file)
    {
        var aside = System.IO.Path.ChangeExtension(file, ".unreadable");
        File.Move(file, aside, overwrite: true);
        return aside;
    }

    /// <summary>Creates the line of a response: as it begins, without messages, or as it ended.</summary>
    /// <param name="response">The response.</param>
    /// <param name="large">Takes the large texts, for which others stand in the line; null to write everything.</param>
    public JsonObject Line(Response response, LargeTexts? large = null) =>
        new() { ["database"] = database, ["response"] = ResponseJson.Write(response, large) };

    /// <summary>Reads the answer from a file.</summary>
    /// <param name="file">The file, which stays locked while it is open.</param>
    /// <param name="response">The answer; null if nothing was received.</param>
    /// <returns>Whether the answer belongs to this log.</returns>
    /// <exception cref="LlmException">The content is not that of an unlogged answer.</exception>
    public bool Read(FileStream file, out Response? response)
    {
        var content = new byte[file.Length];
        file.ReadExactly(content);
        JsonObject? head = null;
        StreamAssembler? assembler = new();
        response = null;
        foreach (var range in content.AsSpan().Split((byte)'\n'))
        {
            // The last line was not completed.
            if (range.End.Value == content.Length) break;
            if (ParseLine(content.AsSpan()[range], isFirst: head is null) is not { } line) break;
            if (line["response"] is JsonObject given)
            {
                if (line.Text("database") != database) return false;
                head = given;
                if (given["messages"] is JsonArray { Count: > 0 }) assembler = null;
            }
            else if (head is not null)
            {
                assembler?.Add(EventJson.Read(line));
            }
            else
            {
                throw new LlmException("It does not begin with a prompt.");
            }
        }

        if (head is null) return true;
        if (assembler is null) response = ResponseJson.Read(head);
        else if (assembler.Assemble() is { Count: > 0 } received)
            response = ResponseJson.ReadInterrupted(head, received, File.GetLastWriteTimeUtc(file.Name));
        return true;
    }

    /// <summary>Parses a line; returns null for one that cannot be read, where the usable part of the file ends.</summary>
    private static JsonObject? ParseLine(ReadOnlySpan<byte> line, bool isFirst)
    {
        try
        {
            if (JsonText.Parse(line) is JsonObject json) return json;
            if (isFirst) throw new LlmException("It does not begin with a JSON object.");
        }
        catch (JsonException ex) when (isFirst)
        {
            throw new LlmException($"It is not JSON. {ex.Message}", ex);
        }
        catch (JsonException)
        {
            // A computer that stopped may have left anything behind the last synced line.
        }

        return null;
    }
}
