using Llm.Json;

namespace Llm.Cli.Tests.Commands.Embeddings;

public sealed class EmbedTests : IDisposable
{
    private readonly EmbeddingRunner runner = new();

    public void Dispose() => runner.Dispose();

    [Theory]
    [InlineData("json", "[5.0, 5.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]\n")]
    [InlineData("base64", "AACgQAAAoEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\n")]
    [InlineData("hex", "0000a0400000a0400000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000\n")]
    public async Task A_vector_is_printed(string format, string expected)
    {
        (await runner.RunAsync("embed", "-m", "demo", "-f", format, "-c", "hello world")).ShouldBe(CommandResult.Success(expected));
        var file = runner.Write("input.txt", "hello world");
        (await runner.RunAsync("embed", "-f", format, "-i", file)).ShouldBe(CommandResult.Success(expected));
        (await runner.Llm.PipeAsync("hello world", "embed", "-f", format, "-i", "-")).ShouldBe(CommandResult.Success(expected));
        File.Exists(runner.Database).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Must provide both collection and id", "-c", "Content", "stories")]
    [InlineData("Must provide collection when using --store", "-c", "Content", "--store")]
    [InlineData("No content provided", "stories", "1")]
    [InlineData("You need to specify an embedding model (no default model is set)", "-m", "nope", "-c", "x")]
    public async Task Wrong_calls_are_refused(string message, params string[] words) =>
        (await runner.RunAsync(["embed", .. words])).ShouldBe(CommandResult.Failure(message));

    [Theory]
    [InlineData("[1, 2, 3]", "metadata must be a JSON object")]
    [InlineData("{\"foo\": \"incomplete}", "metadata must be valid JSON")]
    public async Task Metadata_must_be_an_object(string metadata, string message)
    {
        var result = await runner.RunAsync("embed", "items", "1", "-c", "x", "--metadata", metadata);
        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain($"Error: Invalid value for '--metadata': {message}\n");
    }

    [Fact]
    public async Task A_stored_entry_is_listed_found_and_deleted()
    {
        (await runner.RunAsync("embed", "items", "1", "-c", "hello world", "--store", "--metadata", "{\"n\": [1, 2.5]}"))
            .ShouldBe(CommandResult.Success());
        (await runner.RunAsync("embed", "items", "2", "-c", "goodbye world")).ShouldBe(CommandResult.Success());
        (await runner.RunAsync("collections")).ShouldBe(CommandResult.Success("items: embed-demo\n  2 embeddings\n"));
        JsonText.Parse((await runner.RunAsync("collections", "--json")).Output)!.ToJsonString()
            .ShouldBe("""[{"name":"items","model":"embed-demo","num_embeddings":2}]""");
        (await runner.RunAsync("similar", "items", "2")).Output.ShouldBe(
            "{\"id\": \"1\", \"score\": 0.9863939238321437, \"content\": \"hello world\", \"metadata\": {\"n\": [1, 2.5]}}\n");
        (await runner.RunAsync("similar", "items", "2", "-p")).Output.ShouldBe(
            "1 (0.9863939238321437)\n\n  hello world\n  {\"n\": [1, 2.5]}\n\n");
        (await runner.RunAsync("similar", "items", "-c", "hello world", "--prefix", "2", "-n", "5")).Output.ShouldStartWith("{\"id\": \"2\"");
        (await runner.RunAsync("collections", "delete", "items")).ShouldBe(CommandResult.Success());
        (await runner.RunAsync("collections")).ShouldBe(CommandResult.Success());
        (await runner.RunAsync("collections", "delete", "items")).ShouldBe(CommandResult.Failure("Collection does not exist"));
    }

    [Fact]
    public async Task The_vector_of_a_stored_entry_can_be_printed_too()
    {
        var hex = (await runner.RunAsync("embed", "items", "1", "-c", "hello", "-f", "hex")).Output;
        hex.Length.ShouldBe(129);
        (await runner.RunAsync("embed", "items", "1", "-c", "hello", "-f", "hex")).Output.ShouldBe(hex);
        runner.Model.Embedded.Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_failed_request_leaves_no_collection_behind()
    {
        runner.Model.Before = _ => throw new LlmException("the server is down");
        (await runner.RunAsync("embed", "items", "1", "-c", "hello")).ShouldBe(CommandResult.Failure("the server is down"));
        (await runner.RunAsync("collections")).ShouldBe(CommandResult.Success());
    }

    [Fact]
    public async Task Bytes_are_embedded_and_stored()
    {
        var result = await runner.Llm.PipeAsync([0, 1, 2], "embed", "items", "b", "--binary", "--store", "-f", "json");
        result.Output.ShouldStartWith("[3.0, 0.0");
        await File.WriteAllBytesAsync(Path.Combine(runner.Llm.User.Path, "x.bin"), [0xff, 0xfe, 0x00]);
        (await runner.RunAsync("embed", "-i", Path.Combine(runner.Llm.User.Path, "x.bin"))).Error.ShouldContain("Add --binary");
    }

    [Theory]
    [InlineData("Must provide content or an ID for the comparison", "items")]
    [InlineData("Collection does not exist", "nothing", "-c", "x")]
    [InlineData("ID not found in collection", "items", "nobody")]
    public async Task Wrong_searches_are_refused(string message, params string[] words)
    {
        await runner.RunAsync("embed", "items", "1", "-c", "hello");
        (await runner.RunAsync(["similar", .. words])).ShouldBe(CommandResult.Failure(message));
    }

    [Fact]
    public async Task A_search_without_a_database_creates_none()
    {
        (await runner.RunAsync("similar", "items", "-c", "x")).ShouldBe(CommandResult.Failure("No embeddings table found in database"));
        (await runner.RunAsync("collections")).ShouldBe(CommandResult.Failure($"No collections table found in {runner.Database}"));
        (await runner.RunAsync("collections", "path")).ShouldBe(CommandResult.Success($"{runner.Database}\n"));
        File.Exists(runner.Database).ShouldBeFalse();
    }

    [Fact]
    public async Task The_default_model_can_be_changed()
    {
        (await runner.RunAsync("embed-models", "default")).ShouldBe(CommandResult.Success("embed-demo\n"));
        (await runner.RunAsync("embed-models", "default", "ada-002")).ShouldBe(CommandResult.Success());
        (await runner.RunAsync("embed-models", "default")).ShouldBe(CommandResult.Success("text-embedding-ada-002\n"));
        (await runner.RunAsync("embed-models", "default", "nope")).ShouldBe(CommandResult.Failure("Unknown embedding model: nope"));
        (await runner.RunAsync("embed-models", "default", "--remove-default")).ShouldBe(CommandResult.Success());
        (await runner.RunAsync("embed-models", "default"))
            .ShouldBe(CommandResult.Success(error: "<No default embedding model set>\n"));
        (await runner.RunAsync("embed", "items", "1", "-c", "hello"))
            .ShouldBe(CommandResult.Failure("You need to specify an embedding model (no default model is set)"));
    }

    [Fact]
    public async Task Models_are_listed_and_searched()
    {
        var all = (await runner.RunAsync("embed-models")).Output;
        all.ShouldStartWith("OpenAIEmbeddingModel: text-embedding-ada-002 (aliases: ada, ada-002)\n");
        all.ShouldEndWith("WordLengthModel: embed-demo (aliases: demo)\n");
        (await runner.RunAsync("embed-models", "-q", "TEXT", "-q", "3-large-1")).Output
            .ShouldBe("OpenAIEmbeddingModel: text-embedding-3-large-1024 (aliases: 3-large-1024)\n");
    }
}
