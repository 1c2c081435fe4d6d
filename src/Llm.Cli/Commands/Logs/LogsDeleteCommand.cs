using Llm.Cli.Options;
using Llm.Commands;
using Llm.Storage.Logs;

namespace Llm.Cli.Commands.Logs;

internal sealed class LogsDeleteCommand(CliContext context) : Command
{
    public const string Name = "delete";

    private readonly RepeatedArgument<string> ids = new("IDS") { Optional = true };
    private readonly ValueOption<string> conversation = new("--cid", "--conversation") { Help = "All turns of this conversation" };
    private readonly ValueOption<string> model = new("-m", "--model") { Help = "All turns of this model" };
    private readonly AgeOption age = new(
        "--older-than", "Only turns older than this: 36h, 30d, 8w, 1y or a date such as 2026-01-31");
    private readonly Flag all = new("--all") { Help = "All turns" };
    private readonly Flag dryRun = new("--dry-run") { Help = "Show what would be deleted, and delete nothing" };
    private readonly Flag yes = new("-y", "--yes") { Help = "Confirm that the turns are deleted" };
    private readonly DatabaseOption database = new(mustExist: true);

    public override string? Example => "llm logs delete --older-than 1y --dry-run";

    public override string Help => """
        Delete logged turns

        Shows what would be deleted, and deletes it if --yes is given. Only turns that match all conditions are deleted, together
        with the messages and attachments that no other turn needs.

        \b
            llm logs delete 01kb2c3v0wq1v9c5m6j8n7p4xy
            llm logs delete --older-than 1y --model gpt-4o --dry-run
        """;

    public override IReadOnlyList<Parameter> Parameters => [ids, conversation, model, age.Option, all, dryRun, yes, database.Option];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var given = invocation.Get(ids) ?? [];
        // An unset shell variable must not select every model.
        if (invocation.Get(model) is "") throw new LlmException("The name of the model is empty. Name one, or leave out --model.");
        var query = new LogQuery
        {
            Ids = given.Count > 0 ? given : null,
            ConversationId = invocation.Get(conversation),
            Model = invocation.Get(model) is { } name ? context.Host.Models.Find(name)?.Id ?? name : null,
            Before = age.Read(invocation, context.Host.Services.Clock.GetUtcNow()),
        };
        if (query is { Ids: null, ConversationId: null, Model: null, Before: null } && !invocation.Get(all))
        {
            throw new LlmException("Select turns by ID, --cid, --model or --older-than, or use --all for all turns.");
        }

        using var store = LogFile.OpenWritable(database.PathFor(invocation, context.Host.Directory), context);
        foreach (var id in await UnknownAsync(store, given, cancellationToken))
            context.Terminal.WriteErrorLine($"No turn has the ID {id}.");
        var isConfirmed = invocation.Get(yes) && !invocation.Get(dryRun);
        var found = await store.DeleteAsync(query, dryRun: !isConfirmed, cancellationToken);
        if (found.Turns == 0)
            context.Terminal.WriteLine("No turn matches.");
        else if (isConfirmed)
            context.Terminal.WriteLine($"Deleted {Describe(found)}.");
        else if (invocation.Get(dryRun))
            context.Terminal.WriteLine($"Would delete {Describe(found)}.");
        else
            throw new LlmException($"This would delete {Describe(found)}. Add --yes to do it.");
        return 0;
    }

    private static async Task<IEnumerable<string>> UnknownAsync(
        LogStore store, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0) return [];
        var found = new HashSet<string>();
        await foreach (var entry in store.StreamAsync(new LogQuery { Ids = ids }, cancellationToken)) found.Add(entry.Id);
        return ids.Where(id => !found.Contains(id)).Distinct();
    }

    private static string Describe(LogDeletion deletion)
    {
        string[] parts =
        [
            Count(deletion.Turns, "turn"), Count(deletion.Conversations, "whole conversation"), Count(deletion.Messages, "message"),
            Count(deletion.Attachments, "attachment"),
        ];
        return string.Join(", ", parts.Where(part => part.Length > 0));
    }

    private static string Count(long count, string noun) => count switch
    {
        0 => "",
        1 => $"1 {noun}",
        _ => $"{count} {noun}s",
    };
}
