using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>A file with a small JSON object that the Python tool reads and writes too; unknown members are preserved.</summary>
internal sealed class JsonFile(string path, int indent, string end = "", bool secret = false)
{
    public string Path => path;

    public bool Exists => File.Exists(path);

    /// <summary>The content; empty if the file does not exist.</summary>
    /// <exception cref="LlmException">The file cannot be read or is not a JSON object; the message names it.</exception>
    public JsonObject Read()
    {
        // Most users lack most of these files, and throwing an exception takes milliseconds at start-up.
        if (!System.IO.Path.Exists(path)) return [];
        try
        {
            var bytes = File.ReadAllBytes(path).AsSpan();
            if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
            // An empty file holds nothing that could be lost.
            if (bytes.Trim(" \t\r\n"u8).IsEmpty) return [];
            return JsonText.Parse(bytes) as JsonObject
                ?? throw new LlmException($"{path} must hold a JSON object: correct or remove it.");
        }
        catch (Exception ex) when (ex is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (JsonException ex)
        {
            throw new LlmException($"{path} is not valid JSON: correct or remove it. {ex.Message}", ex);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException($"Cannot read {path}: {ex.Message}", ex);
        }
    }

    /// <summary>Changes the current content while no other program of ours does.</summary>
    /// <param name="change">Changes the content; false if there is nothing to write.</param>
    /// <exception cref="LlmException">The file cannot be read or written, or another program keeps it locked.</exception>
    public bool Change(Func<JsonObject, bool> change)
    {
        using var held = FileLock.Take(path);
        var content = Read();
        if (!change(content)) return false;
        Write(content);
        return true;
    }

    private void Write(JsonObject content) => AtomicFile.WriteAllText(path, PythonJson.Indented(content, indent) + end, secret);
}
