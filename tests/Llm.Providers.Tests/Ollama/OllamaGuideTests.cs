using Llm.Providers.Ollama;
using Llm.Tests;

namespace Llm.Providers.Tests.Ollama;

/// <summary><c>docs/providers/ollama.md</c> says what the code does.</summary>
public class OllamaGuideTests : OllamaTest
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "providers", "ollama.md"));

    [Fact]
    public void The_table_of_options_has_every_option_in_order() =>
        Rows("| option | value").Select(row => row.Split('`')[1]).ShouldBe(NewModel().Options.Select(option => option.Name));

    [Fact]
    public async Task The_table_of_features_says_what_is_sent_and_to_which_models()
    {
        var rows = Rows("| feature | sent as").ToDictionary(row => row.Split('|')[1].Trim(), row => row.Split('|')[2..4]);
        var nothing = NewModel(capabilities: OllamaCapabilities.Known | OllamaCapabilities.Completion);
        var options = new PromptOptions
        {
            Attachments = [Attachment.FromBytes(SampleFiles.Png)],
            Tools = [Add],
            Schema = Json("""{"type": "object"}"""),
            ExtraBody = Json("""{"other": 1}"""),
        }.With("think", true);
        var sent = await SentAsync("x", options);
        foreach (var (feature, columns) in rows)
        {
            if (columns[0].Split('`') is not [_, var member, _]) continue;
            if (feature.StartsWith("images", StringComparison.Ordinal)) sent["messages"]![0]!.AsObject().ContainsKey(member).ShouldBeTrue();
            else if (feature == "embeddings") member.ShouldBe("/api/embed");
            else sent.ContainsKey(member).ShouldBeTrue(feature);
        }

        sent.ContainsKey("other").ShouldBe(rows.ContainsKey("any other member"));
        rows.Where(row => row.Value[1].Contains('`', StringComparison.Ordinal)).Select(row => row.Value[1].Split('`')[1])
            .ShouldBe(["vision", "tools", "thinking"]);
        (nothing.SupportsTools, nothing.AttachmentTypes.Count, nothing.SupportsSchema).ShouldBe((false, 0, true));
        rows.Keys.ShouldContain("images: " + string.Join(", ", NewModel().AttachmentTypes.Select(type => type["image/".Length..] switch
        {
            "webp" => "WebP",
            var other => other.ToUpperInvariant(),
        })));
    }

    [Fact]
    public void Every_variable_is_named()
    {
        string[] names =
        [
            OllamaAddress.HostVariable, OllamaAddress.HeadersVariable, OllamaAddress.KeyVariable, OllamaEmbeddingModel.TruncateVariable,
        ];
        Rows("| variable |").Select(row => row.Split('`')[1]).ShouldBe(names);
    }

    private static IEnumerable<string> Rows(string header) => Guide.Split('\n')
        .SkipWhile(line => !line.StartsWith(header, StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'));
}
