using Llm.Storage.Logs;
using Llm.Testing;

namespace Llm.EndToEnd.Fuzz;

/// <summary>Valid files that only the command writes: a log, and an answer that could not be logged.</summary>
/// <param name="Database">The bytes of a log.</param>
/// <param name="UnloggedName">The name of the file with the answer.</param>
/// <param name="Unlogged">Its text, with <see cref="Place"/> where the user directory stands.</param>
internal sealed record FuzzSources(byte[] Database, string UnloggedName, string Unlogged)
{
    public const string Place = "@USER@";

    public static async Task<FuzzSources> CreateAsync(InstalledTool tool)
    {
        using var user = new TemporaryUserDirectory();
        await using (var log = LogStore.Open(user.Directory.LogsDatabase))
        {
            var conversation = new FakeModel("An answer.").StartConversation();
            for (var i = 0; i < 5; i++) await log.LogAsync(await conversation.PromptAsync($"question {i}"));
        }

        var database = await File.ReadAllBytesAsync(user.Directory.LogsDatabase);
        LogFacts.Change(
            user.Directory.LogsDatabase, "CREATE TRIGGER refuse BEFORE INSERT ON turns BEGIN SELECT RAISE(FAIL, 'refused'); END");
        await Run.ToEndAsync(tool.Path, user.Path, ["-m", "echo", "hi"]);
        var file = Directory.GetFiles(user.Directory.UnloggedFolder).ShouldHaveSingleItem();
        var text = await File.ReadAllTextAsync(file);
        return new FuzzSources(database, Path.GetFileName(file), text.Replace(user.Path, Place, StringComparison.Ordinal));
    }
}
