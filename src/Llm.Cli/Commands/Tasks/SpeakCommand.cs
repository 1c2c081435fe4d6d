using System.Text.Json.Nodes;
using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Commands;
using Llm.Json;

namespace Llm.Cli.Commands.Tasks;

/// <summary>Reads a text aloud, into a file or a pipe.</summary>
internal sealed class SpeakCommand(CliContext context) : Command
{
    public const string Name = "speak";
    public const string Summary = "Read a text aloud, into a file or a pipe";

    private readonly OptionalArgument<string> text = new("TEXT");
    private readonly ValueOption<string> output = new("-o", "--output")
    {
        Help = "File to write; default standard output, which must not be a terminal",
        Parser = ValueParsers.Path(allowDirectory: false),
    };

    private readonly TaskModelOptions model = new("speech model", "speech");
    private readonly ValueOption<string> voice = new("--voice") { Help = "Voice to use; --voices lists them" };
    private readonly ValueOption<string> format = new("--format")
    {
        Help = "Format of the sound, such as wav; default that of the ending of the file, else the model's own",
    };

    private readonly ValueOption<double?> speed = new("--speed") { Help = "Speed: 2 is twice as fast as usual" };
    private readonly ValueOption<string> instructions = new("--instructions") { Help = "How to speak, in words; not all models take them" };
    private readonly Flag voices = new("--voices") { Help = "List the voices of the model" };
    private readonly ValueOption<string> language = new("--language") { Help = "With --voices, only voices that speak this language" };
    private readonly Flag json = new("--json") { Help = "With --voices, output as JSON" };

    public override string? Example => "llm speak 'Good morning' -o morning.mp3";

    public override string Help => $"""
        {Summary}

        The text is TEXT or standard input. Nothing is logged.

        \b
            llm speak 'Good morning' -o morning.mp3
            llm speak --voice nova < story.txt | mpv -
            llm speak --voices
        """;

    public override IReadOnlyList<Parameter> Parameters =>
        [text, output, .. model.All, voice, format, speed, instructions, voices, language, json];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var found = model.Find(
            invocation, context.Host.SpeechModels,
            (address, name, sendKey) => context.Host.OpenAIServer(address).CreateSpeechModel(name, sendKey));
        if (invocation.Get(voices))
        {
            var list = await found.ListVoicesAsync(invocation.Get(language), model.Key(invocation), cancellationToken);
            if (list.Count == 0)
                context.Terminal.WriteErrorLine($"No voices of {found.Id} are known. Name one that its provider documents.");
            if (invocation.Get(json)) context.Terminal.WriteLine(PythonJson.Indented(ToJson(list)));
            else context.Terminal.WriteLines(ToLines(list));
            return 0;
        }

        var target = invocation.Get(output) is { Length: > 0 } given and not "-" ? given : null;
        if (target is null && context.Terminal.OutputIsTerminal)
            throw new LlmException("Sound is not written to a terminal. Name a file with -o, or pipe it into a program.");
        if (target is not null && Path.GetDirectoryName(Path.GetFullPath(target)) is { } folder && !Directory.Exists(folder))
            throw new LlmException($"The directory {folder} of --output does not exist");
        var request = new SpeechRequest(invocation.Get(text) ?? await context.Input.ReadTextAsync(cancellationToken))
        {
            Voice = invocation.Get(voice),
            Format = invocation.Get(format) ?? FormatOf(target, found),
            Speed = invocation.Get(speed),
            Instructions = invocation.Get(instructions),
        };
        using var progress = ProgressLine.Start(context.Terminal, found.Id);
        await using var sound = await found.SpeakAsync(request, model.Key(invocation), cancellationToken);
        if (target is null)
        {
            await SoundOutput.WriteAsync(sound, cancellationToken);
            return 0;
        }

        // The file appears when all of it is there.
        using var bytes = new MemoryStream();
        await sound.Content.CopyToAsync(bytes, cancellationToken);
        AtomicFile.WriteAllBytes(target, bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        return 0;
    }

    /// <summary>The format that the ending of a file names; null for the model's own.</summary>
    private static string? FormatOf(string? target, SpeechModel model)
    {
        var ending = Path.GetExtension(target ?? "").TrimStart('.').ToLowerInvariant();
        return ending.Length > 0 && model.Formats.Contains(ending) && ending != model.Formats[0] ? ending : null;
    }

    private static IEnumerable<string> ToLines(IReadOnlyList<SpeechVoice> voices)
    {
        foreach (var voice in voices)
        {
            var title = voice.Title is null || voice.Title == voice.Name ? "" : $"  {voice.Title}";
            yield return voice.Name + title + (voice.Languages.Count == 0 ? "" : $"  ({string.Join(", ", voice.Languages)})");
        }
    }

    private static JsonArray ToJson(IReadOnlyList<SpeechVoice> voices)
    {
        var list = new JsonArray();
        foreach (var voice in voices)
        {
            var languages = new JsonArray();
            foreach (var spoken in voice.Languages) languages.AddNode(spoken);
            list.AddNode(new JsonObject { ["name"] = voice.Name, ["title"] = voice.Title ?? voice.Name, ["languages"] = languages });
        }

        return list;
    }
}
