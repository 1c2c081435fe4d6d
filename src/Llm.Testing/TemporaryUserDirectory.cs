namespace Llm.Testing;

/// <summary>A user directory in a fresh temporary folder, which is deleted at the end.</summary>
public sealed class TemporaryUserDirectory : IDisposable
{
    /// <summary>Makes the folder.</summary>
    public TemporaryUserDirectory() => Directory = new UserDirectory(System.IO.Directory.CreateTempSubdirectory("llm-test-").FullName);

    /// <summary>The user directory.</summary>
    public UserDirectory Directory { get; }

    /// <summary>The folder; what a child process gets as <c>LLM_USER_PATH</c>.</summary>
    public string Path => Directory.Path;

    /// <summary>Writes a file of the directory and returns its path; folders on the way are made.</summary>
    /// <param name="name">The name, such as <c>templates/brief.yaml</c>.</param>
    /// <param name="content">The text.</param>
    public string Write(string name, string content)
    {
        var path = System.IO.Path.Combine(Path, name);
        System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Deletes the folder and what is in it.</summary>
    public void Dispose()
    {
        if (System.IO.Directory.Exists(Path)) System.IO.Directory.Delete(Path, recursive: true);
    }
}
