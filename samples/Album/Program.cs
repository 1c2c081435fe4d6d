// Talks about pictures, in one conversation that every run continues: the log is its memory.
//
//     dotnet run --project samples/Album -- "What is this?" pelican.jpg
//     dotnet run --project samples/Album -- "And what colour is its beak?"
using Llm;
using Llm.Storage.Logs;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};

try
{
    if (args.Length == 0) throw new LlmException("Usage: Album QUESTION [PICTURE]...");
    using var llm = LlmHost.Create();
    await using var log = await LogStore.OpenAsync(llm.Directory.LogsDatabase, cancellationToken: stop.Token);

    // The newest conversation may be of another process, of the command or of the Python tool.
    var known = await log.FindNewestConversationIdAsync(stop.Token) is { } id ? await log.LoadConversationAsync(id, stop.Token) : null;
    var model = llm.GetModel(known?.ModelId ?? Environment.GetEnvironmentVariable("MODEL"));
    var conversation = known?.Continue(model) ?? model.StartConversation(new() { System = "You describe pictures in one sentence." });

    // A path is made absolute, so the picture is found again from another directory; the log keeps no copy of it.
    var answer = conversation.Ask(args[0], new() { Attachments = [.. args.Skip(1).Select(path => Attachment.FromFile(path))] });
    await answer.LogAsync(log);
    await foreach (var text in answer.WithCancellation(stop.Token)) Console.Write(text);
    Console.WriteLine();
    Console.Error.WriteLine($"{conversation.Messages.Count} messages in conversation {conversation.Id}");
    return 0;
}
catch (LlmException ex)
{
    Console.Error.WriteLine(ex.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}
