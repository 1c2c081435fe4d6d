namespace Llm.Testing;

/// <summary>A user directory in a new temporary folder, which <see cref="Dispose"/> deletes.</summary>
public sealed class TemporaryUserDirectory : IDisposable
{
    /// <summary>Creates the folder.</summary>
    public TemporaryUserDirectory() => Directory = new UserDirectory(System.IO.Directory.CreateTempSubdirectory("llm-test-").FullName);

    /// <summary>The user directory.</summary>
    public UserDirectory Directory { get; }

    /// <summary>The path of the folder, for <c>LLM_USER_PATH</c> of a child process.</summary>
    public string Path => Directory.Path;

    /// <summary>Writes a file in the directory and returns its path; missing folders are created.</summary>
    /// <param name="name">The name, such as <c>templates/brief.yaml</c>.</param>
    /// <param name="content">The text.</param>
    public string Write(string name, string content)
    {
        var path = System.IO.Path.Combine(Path, name);
        System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Deletes the folder and its contents.</summary>
    public void Dispose()
    {
        if (System.IO.Directory.Exists(Path)) System.IO.Directory.Delete(Path, recursive: true);
    }
}
