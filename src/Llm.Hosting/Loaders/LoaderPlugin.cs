namespace Llm.Loaders;

/// <summary>The fragment loaders that the tool includes: files, git and the clipboard.</summary>
internal sealed class LoaderPlugin : IPlugin
{
    public string Name => "llm-loaders";

    public void RegisterFragmentLoaders(LoaderRegistry<FragmentLoader> loaders)
    {
        loaders.Add(
            "file", FileLoader.LoadAsync,
            "A file, the text files of a folder, or those that match a pattern: file:src or file:src/**/*.cs\n"
            + "What .gitignore excludes, and hidden files of a folder, are left out.");
        loaders.Add(
            "git", GitLoader.LoadAsync,
            "What git shows about the repository of this folder: git:diff, git:diff --staged, git:log -n 5, git:show REVISION");
        loaders.Add("clipboard", ClipboardLoader.LoadAsync, "The text or the image in the clipboard: clipboard:");
    }
}
