using System.Globalization;
using System.Text.Json.Nodes;
using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Commands;
using Llm.Json;

namespace Llm.Cli.Commands.Tasks;

/// <summary>Writes down what is spoken in a recording.</summary>
internal sealed class TranscribeCommand(CliContext context) : Command
{
    public const string Name = "transcribe";
    public const string Summary = "Write down what is spoken in a recording";

    private readonly ValueArgument<string> file = new("FILE");
    private readonly TaskModelOptions model = new("transcription model", "transcription");
    private readonly ValueOption<string> language = new("--language") { Help = "Language that is spoken, such as en; default recognised" };
    private readonly ValueOption<string> prompt = new("--prompt") { Help = "Text that helps the model, such as names that occur" };
    private readonly Flag segments = new("--segments") { Help = "Show when each part is spoken; not all models can" };
    private readonly Flag json = new("--json") { Help = "Output as JSON" };

    public override string? Example => "llm transcribe interview.mp3 --language en";

    public override string Help => $"""
        {Summary}

        FILE is the path or the URL of a recording, or - for standard input. Nothing is logged.

        \b
            llm transcribe interview.mp3
            llm transcribe memo.m4a -m groq/whisper-large-v3-turbo --segments
        """;

    public override IReadOnlyList<Parameter> Parameters => [file, .. model.All, language, prompt, segments, json];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var found = model.Find(
            invocation, context.Host.TranscriptionModels,
            (address, name, sendKey) => context.Host.OpenAIServer(address).CreateTranscriptionModel(name, sendKey));
        if (invocation.Get(segments) && !found.SupportsSegments)
            throw new LlmException($"{found.Id} does not say when something was spoken. Leave out --segments, or use another model.");
        var request = new TranscriptionRequest(await ReadAsync(invocation.Get(file), cancellationToken))
        {
            Language = invocation.Get(language),
            Prompt = invocation.Get(prompt),
            Segments = invocation.Get(segments),
        };
        TranscriptionResult result;
        using (ProgressLine.Start(context.Terminal, found.Id))
            result = await found.TranscribeAsync(request, model.Key(invocation), cancellationToken);
        if (invocation.Get(json)) context.Terminal.WriteLine(PythonJson.Indented(ToJson(result)));
        else if (invocation.Get(segments)) context.Terminal.WriteLines(ToLines(result));
        else context.Terminal.WriteLine(result.Text.Trim());
        return 0;
    }

    private async Task<Attachment> ReadAsync(string name, CancellationToken cancellationToken)
    {
        if (name.Contains("://", StringComparison.Ordinal)) return Attachment.FromUrl(name);
        if (name != "-")
            return File.Exists(name) ? Attachment.FromFile(name) : throw new LlmException($"File {name} does not exist");
        var bytes = await context.Input.ReadBytesAsync(cancellationToken);
        return bytes.Length > 0
            ? Attachment.FromBytes(bytes)
            : throw new LlmException("Standard input is empty, so there is no recording.");
    }

    private static IEnumerable<string> ToLines(TranscriptionResult result)
    {
        foreach (var segment in result.Segments)
        {
            var speaker = segment.Speaker is null ? "" : $"{segment.Speaker}: ";
            yield return $"{Clock(segment.Start)}\t{Clock(segment.End)}\t{speaker}{segment.Text.Trim().ReplaceLineEndings(" ")}";
        }
    }

    private static string Clock(TimeSpan time) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}.{time.Milliseconds:000}");

    private static JsonObject ToJson(TranscriptionResult result)
    {
        var list = new JsonArray();
        foreach (var segment in result.Segments)
        {
            var item = new JsonObject
            {
                ["start"] = segment.Start.TotalSeconds,
                ["end"] = segment.End.TotalSeconds,
                ["text"] = segment.Text,
            };
            if (segment.Speaker is not null) item["speaker"] = segment.Speaker;
            list.AddNode(item);
        }

        return new JsonObject
        {
            ["text"] = result.Text,
            ["language"] = result.Language,
            ["duration"] = result.Duration?.TotalSeconds,
            ["segments"] = list,
        };
    }
}
