using Llm.Testing;
using Llm.Tests;

namespace Llm.Library.Tests.Guides;

/// <summary>Every block of C# in docs/library compiles without a warning and runs against the fake server.</summary>
[Collection("user directory")]
public sealed class GuideTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryUserDirectory user = new();
    private FakeServer server = null!;
    private LlmHost host = null!;

    public static TheoryData<string, int> Blocks =>
        [.. GuideBlock.All().Select(block => new TheoryDataRow<string, int>(block.Page, block.Line))];

    public async ValueTask InitializeAsync()
    {
        server = await FakeServer.StartAsync(GuideServer.Reply);
        // A reader's program finds its server, key and user directory this way.
        Environment.SetEnvironmentVariable("OPENAI_BASE_URL", server.BaseAddress);
        Environment.SetEnvironmentVariable("OPENAI_API_KEY", "none");
        Environment.SetEnvironmentVariable("LLM_USER_PATH", user.Path);
        Directory.SetCurrentDirectory(user.Path);
        await File.WriteAllBytesAsync("pelican.jpg", [0xff, 0xd8, 0xff, 0xe0, 0, 16, .. "JFIF\0"u8]);
        await File.WriteAllLinesAsync("lines.txt", ["one", "two"]);
        Console.SetOut(TextWriter.Null);
        Console.SetError(TextWriter.Null);
        host = LlmHost.Create();
        AppContext.SetData(GuideCompiler.HostData, host);
    }

    public async ValueTask DisposeAsync()
    {
        Directory.SetCurrentDirectory(SharedData.RepositoryRoot);
        host.Dispose();
        await server.DisposeAsync();
        user.Dispose();
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task A_block_compiles_and_runs(string page, int line)
    {
        var block = GuideBlock.All().Single(block => block.Page == page && block.Line == line);
        var (errors, assembly) = GuideCompiler.Compile(block);
        errors.ShouldBeEmpty($"{page}, line {line}");
        await Task.Run(() => GuideCompiler.Run(assembly)).WaitAsync(Patience);
    }
}
