using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.EndToEnd.Plugins;

/// <summary>Models of an installed plugin for reranking, moderation, transcription and speech.</summary>
[Collection(nameof(PluginsCollection))]
public sealed class PluginTasksTests(InstalledTool tool, PluginPackages packages) : IClassFixture<PluginPackages>, IDisposable
{
    private const string Plugin = """
        using System.Text;
        using Llm;

        public sealed class SensesPlugin : IPlugin
        {
            public string Name => "senses";

            public void RegisterRerankModels(TaskModelRegistry<RerankModel> models) => models.Add(new ByLength(), "short-first");

            public void RegisterModerationModels(TaskModelRegistry<ModerationModel> models) => models.Add(new Loud());

            public void RegisterTranscriptionModels(TaskModelRegistry<TranscriptionModel> models) => models.Add(new Reader());

            public void RegisterSpeechModels(TaskModelRegistry<SpeechModel> models) => models.Add(new Speaker());
        }

        public sealed class ByLength() : RerankModel("by-length")
        {
            protected override Task<IReadOnlyList<RankedDocument>> RankAsync(
                RerankRequest request, string? key, CancellationToken cancellationToken) =>
                Task.FromResult<IReadOnlyList<RankedDocument>>(
                    [.. request.Documents.Select((document, i) => new RankedDocument(i, -document.Length))]);
        }

        public sealed class Loud() : ModerationModel("loud")
        {
            protected override Task<ModerationResult> CheckAsync(
                ModerationRequest request, string? key, CancellationToken cancellationToken) =>
                Task.FromResult(new ModerationResult(request.Text.Contains('!')));
        }

        public sealed class Reader() : TranscriptionModel("reader")
        {
            public override bool SupportsSegments => true;

            protected override async Task<TranscriptionResult> ListenAsync(
                TranscriptionRequest request, string? key, CancellationToken cancellationToken)
            {
                using var client = new HttpClient();
                var bytes = await request.Audio.ReadAsync(client, cancellationToken);
                var text = Encoding.UTF8.GetString(bytes.Span);
                return new TranscriptionResult(text) { Segments = [new(TimeSpan.Zero, TimeSpan.FromSeconds(1), text)] };
            }
        }

        public sealed class Speaker() : SpeechModel("speaker")
        {
            protected override Task<SpeechResult> ReadAloudAsync(
                SpeechRequest request, string? key, CancellationToken cancellationToken) => Task.FromResult(
                new SpeechResult("audio/wav", new MemoryStream(Encoding.UTF8.GetBytes($"{request.Voice}: {request.Text}"))));

            protected override Task<IReadOnlyList<SpeechVoice>> FindVoicesAsync(string? key, CancellationToken cancellationToken) =>
                Task.FromResult<IReadOnlyList<SpeechVoice>>([new("anna") { Title = "Anna", Languages = ["de-DE"] }, new("bob")]);
        }
        """;

    private readonly TemporaryUserDirectory user = new();

    public void Dispose() => user.Dispose();

    [Fact]
    public async Task They_are_listed_and_used_by_the_commands()
    {
        await packages.PackAsync("senses", "1.0.0", new Dictionary<string, string> { ["Plugin.cs"] = Plugin });
        (await RunAsync("install", "senses")).ShouldBe(new Run(0, "Installed senses 1.0.0\n", ""));
        JsonNode.Parse((await RunAsync("plugins")).Output)![0]!["hooks"]!.AsArray().Select(hook => (string?)hook).ShouldBe(
            ["register_moderation_models", "register_rerank_models", "register_speech_models", "register_transcription_models"]);
        (await RunAsync("models", "--type", "rerank")).ShouldBe(new Run(0, "ByLength: by-length (aliases: short-first)\n", ""));
        (await RunAsync("models", "--type", "speech", "-q", "speaker")).Output.ShouldBe("Speaker: speaker\n");

        (await RunAsync("rerank", "-m", "short-first", "q", "long text", "text")).ShouldBe(new Run(0, "-4.0\ttext\n-9.0\tlong text\n", ""));
        (await RunAsync("moderate", "-m", "loud", "hello")).ShouldBe(new Run(0, "not flagged\n", ""));
        (await RunAsync(["moderate", "-m", "loud"], "hello!"u8.ToArray())).ShouldBe(new Run(3, "flagged\n", ""));
        (await RunAsync(["transcribe", "-m", "reader", "-"], "a sound"u8.ToArray())).ShouldBe(new Run(0, "a sound\n", ""));
        (await RunAsync(["transcribe", "-m", "reader", "-", "--segments"], "a sound"u8.ToArray())).Output.ShouldBe(
            "00:00:00.000\t00:00:01.000\ta sound\n");
        (await RunAsync(["speak", "-m", "speaker", "--voice", "anna"], "a text"u8.ToArray())).ShouldBe(new Run(0, "anna: a text", ""));
        (await RunAsync("speak", "-m", "speaker", "--voices")).Output.ShouldBe("anna  Anna  (de-DE)\nbob\n");
        (await RunAsync("speak", "-m", "speaker", "--voices", "--language", "fr")).Output.ShouldBe("bob\n");
    }

    private Task<Run> RunAsync(params string[] words) => RunAsync(words, []);

    private Task<Run> RunAsync(string[] words, byte[] input) =>
        Run.ToEndAsync(tool.Path, user.Path, words, input, directory: packages.Place);
}
