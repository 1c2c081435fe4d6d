using System.Text.Json.Nodes;

namespace Llm.Cli.Tests.Commands;

public sealed class AliasesTests : IDisposable
{
    private readonly CommandRunner llm = new();

    [Fact]
    public async Task The_list_shows_aliases_in_columns_and_embedding_models_last()
    {
        await llm.RunAsync("aliases", "set", "quick", "fake");
        await llm.RunAsync("aliases", "set", "vectors", "text-embedding-3-small");
        var lines = (await llm.RunAsync("aliases")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var width = lines.Max(line => line.IndexOf(" : ", StringComparison.Ordinal));
        lines.ShouldAllBe(line => line.IndexOf(" : ", StringComparison.Ordinal) == width);
        var plain = lines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToList();
        plain.ShouldContain("f : fake");
        plain.ShouldContain("quick : fake");
        plain.ShouldContain("vectors : text-embedding-3-small (embedding)");
        plain.SkipWhile(line => !line.EndsWith("(embedding)", StringComparison.Ordinal))
            .ShouldAllBe(line => line.EndsWith("(embedding)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_JSON_list_maps_aliases_to_ids()
    {
        var result = await llm.RunAsync("aliases", "--json");
        result.Output.ShouldStartWith("{\n    \"");
        var map = JsonNode.Parse(result.Output)!.AsObject();
        map["f"]!.GetValue<string>().ShouldBe("fake");
        map["3-small"]!.GetValue<string>().ShouldBe("text-embedding-3-small");
        map.ContainsKey("fake").ShouldBeFalse();
    }

    [Fact]
    public async Task An_alias_is_stored_with_the_id_behind_the_given_name()
    {
        (await llm.RunAsync("aliases", "set", "quick", "f")).ShouldBe(CommandResult.Success());
        (await llm.RunAsync("aliases", "set", "vectors", "3-small")).ShouldBe(CommandResult.Success());
        (await llm.RunAsync("aliases", "set", "later", "not-yet-there")).ShouldBe(CommandResult.Success());
        File.ReadAllText(llm.Directory.AliasesFile).ShouldBe("""
            {
                "quick": "fake",
                "vectors": "text-embedding-3-small",
                "later": "not-yet-there"
            }

            """);
        (await llm.RunAsync("-m", "quick", "hi")).ShouldBe(CommandResult.Success("Hello world\n"));
    }

    [Fact]
    public async Task A_query_finds_the_first_model_with_all_words()
    {
        var result = await llm.RunAsync("aliases", "set", "quick", "-q", "FAKE", "-q", "model");
        result.ShouldBe(CommandResult.Success(error: "Alias 'quick' set to model 'fake'\n"));
        (await llm.RunAsync("aliases", "set", "other", "-q", "fake", "-q", "zzz"))
            .ShouldBe(CommandResult.Failure("No model found matching query: fake, zzz"));
        (await llm.RunAsync("aliases", "set", "other"))
            .ShouldBe(CommandResult.Failure("You must provide a model_id or at least one -q option"));
        File.ReadAllText(llm.Directory.AliasesFile).ShouldBe("{\n    \"quick\": \"fake\"\n}\n");
    }

    [Fact]
    public async Task Removing_takes_one_alias_out()
    {
        (await llm.RunAsync("aliases", "remove", "quick")).ShouldBe(CommandResult.Failure("No aliases.json file exists"));
        llm.User.Write("aliases.json", """{"quick": "fake", "slow": "fake"}""");
        (await llm.RunAsync("aliases", "remove", "zzz")).ShouldBe(CommandResult.Failure("No such alias: zzz"));
        (await llm.RunAsync("aliases", "remove", "quick")).ShouldBe(CommandResult.Success());
        File.ReadAllText(llm.Directory.AliasesFile).ShouldBe("{\n    \"slow\": \"fake\"\n}\n");
    }

    [Fact]
    public async Task A_broken_file_is_named_and_kept()
    {
        var path = llm.User.Write("aliases.json", "{nope");
        foreach (var words in (string[][])[["aliases"], ["aliases", "set", "a", "fake"], ["aliases", "remove", "a"], ["hi"]])
        {
            var result = await llm.RunAsync(words);
            result.ExitCode.ShouldBe(1);
            result.Error.ShouldStartWith($"Error: {path} is not valid JSON: correct or remove it.");
        }

        File.ReadAllText(path).ShouldBe("{nope");
    }

    [Fact]
    public async Task Path_is_that_of_the_file() =>
        (await llm.RunAsync("aliases", "path")).ShouldBe(CommandResult.Success(llm.Directory.AliasesFile + "\n"));

    public void Dispose() => llm.Dispose();
}
