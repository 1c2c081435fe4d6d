using System.ComponentModel;
using Llm;
using Llm.Commands;

namespace Samples.Notebook;

/// <summary>A notebook in a text file: tools for models, and a fragment, a template and a command for people.</summary>
public sealed class NotebookPlugin : IPlugin
{
    public string Name => "notebook";

    public void RegisterTools(ToolRegistry tools)
    {
        tools.Add(Tool.FromMethod(CountWords));
        tools.Add(ToolboxType.Create((string file = "notes.txt") => new Notebook(file)));
    }

    public void RegisterFragmentLoaders(LoaderRegistry<FragmentLoader> loaders) =>
        loaders.Add("note", LoadAsync, "The lines of notes.txt that contain a word, as in -f note:pelican");

    public void RegisterTemplateLoaders(LoaderRegistry<TemplateLoader> loaders) =>
        loaders.Add("about", (topic, _) => Task.FromResult(new Template { Name = topic, Prompt = $"Tell me about {topic}: $input" }));

    public void RegisterCommands(CommandGroup commands) => commands.Add(new CommandEntry("note", () => new NoteCommand()));

    [Description("Counts the words of a text.")]
    private static int CountWords(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    private static async Task<LoadedFragments> LoadAsync(string word, CancellationToken cancellationToken)
    {
        var lines = await File.ReadAllLinesAsync("notes.txt", cancellationToken);
        var found = lines.Where(line => line.Contains(word, StringComparison.OrdinalIgnoreCase));
        return new LoadedFragments([new Fragment(string.Join('\n', found), $"note:{word}")], []);
    }
}
