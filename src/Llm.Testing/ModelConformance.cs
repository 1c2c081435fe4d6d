using System.Text.Json.Nodes;

namespace Llm.Testing;

/// <summary>Checks that every model must pass, whatever its provider.</summary>
/// <remarks>
/// Run <see cref="Checks"/> one by one, or <see cref="CheckAllAsync"/>. A check that a model fails throws a
/// <see cref="ConformanceException"/>.
/// </remarks>
public static class ModelConformance
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    /// <summary>The checks by name.</summary>
    public static IReadOnlyDictionary<string, Func<ModelUnderTest, Task>> Checks { get; } =
        new Dictionary<string, Func<ModelUnderTest, Task>>
        {
            [nameof(StreamedAndWholeAnswersAgreeAsync)] = StreamedAndWholeAnswersAgreeAsync,
            [nameof(NothingComesAfterTheEndAsync)] = NothingComesAfterTheEndAsync,
            [nameof(ACancelledPromptSendsNothingAsync)] = ACancelledPromptSendsNothingAsync,
            [nameof(CancellationStopsTheAnswerAsync)] = CancellationStopsTheAnswerAsync,
            [nameof(OptionsAreCheckedAsync)] = OptionsAreCheckedAsync,
            [nameof(PromptsAtOnceDoNotMixAsync)] = PromptsAtOnceDoNotMixAsync,
            [nameof(HistoryIsSentAsync)] = HistoryIsSentAsync,
            [nameof(UsageIsReportedAsync)] = UsageIsReportedAsync,
            [nameof(FailuresAreMadeForTheUserAsync)] = FailuresAreMadeForTheUserAsync,
        };

    /// <summary>Runs all checks.</summary>
    /// <exception cref="ConformanceException">The model fails a check; the message begins with its name.</exception>
    public static async Task CheckAllAsync(ModelUnderTest subject)
    {
        foreach (var (name, check) in Checks)
        {
            try
            {
                await check(subject);
            }
            catch (ConformanceException ex)
            {
                throw new ConformanceException($"{name}: {ex.Message}", ex);
            }
        }
    }

    /// <summary>
    /// Checks that the text is the same whether it is streamed or not, and that a model that can stream sends several pieces.
    /// </summary>
    public static async Task StreamedAndWholeAnswersAgreeAsync(ModelUnderTest subject)
    {
        const string text = "one two three\nfour é 😀";
        var streamed = await AskAsync(subject, text);
        var whole = await AskAsync(subject, text, stream: false);
        Require(whole.Text == subject.Answer(text), $"The whole answer is '{whole.Text}', not '{subject.Answer(text)}'.");
        Require(streamed.Text == whole.Text, $"The streamed text '{streamed.Text}' is not the whole text '{whole.Text}'.");
        var pieces = await subject.Model.Ask(text, new PromptOptions { Key = subject.Key }).CountAsync().AsTask().WaitAsync(MaxWait);
        Require(!subject.Model.CanStream || pieces > 1, "The model says that it streams, but the answer has only one piece.");
    }

    /// <summary>Checks that there are events, that they form an answer, and that none follows their end.</summary>
    public static async Task NothingComesAfterTheEndAsync(ModelUnderTest subject)
    {
        var prompt = subject.Model.Ask("to the end").Prompt;
        var assembler = new StreamAssembler();
        await using var events = subject.Model.ExecuteAsync(prompt, new ModelContext(subject.Key), CancellationToken.None)
            .GetAsyncEnumerator();
        while (await events.MoveNextAsync()) assembler.Add(events.Current);
        Require(!await events.MoveNextAsync(), "An event came after the end.");
        Require(assembler.Assemble().Count > 0, "The answer is empty.");
    }

    /// <summary>Checks that a prompt that is cancelled before it starts yields nothing.</summary>
    public static async Task ACancelledPromptSendsNothingAsync(ModelUnderTest subject)
    {
        var prompt = subject.Model.Ask("never").Prompt;
        var cancelled = new CancellationToken(canceled: true);
        await using var events = subject.Model.ExecuteAsync(prompt, new ModelContext(subject.Key), cancelled).GetAsyncEnumerator(cancelled);
        await RequireCancelledAsync(
            async () => await events.MoveNextAsync(), "A prompt that was cancelled before it started was answered.");
    }

    /// <summary>Checks that a cancelled answer stops soon, with an <see cref="OperationCanceledException"/>.</summary>
    public static async Task CancellationStopsTheAnswerAsync(ModelUnderTest subject)
    {
        if (subject.LongPrompt is null) return;
        using var cancel = new CancellationTokenSource();
        var response = subject.Model.Ask(
            subject.LongPrompt, new PromptOptions { Key = subject.Key, Stream = subject.Model.CanStream });
        if (!subject.Model.CanStream) cancel.CancelAfter(TimeSpan.FromMilliseconds(300));
        var reading = Task.Run(async () =>
        {
            await foreach (var _ in response.StreamEventsAsync(cancel.Token)) await cancel.CancelAsync();
        });
        await RequireCancelledAsync(
            () => reading.WaitAsync(MaxWait), "The answer continued to its end although it was cancelled.");
    }

    /// <summary>Checks that options have distinct names and descriptions, and that wrong ones are refused without sending.</summary>
    public static Task OptionsAreCheckedAsync(ModelUnderTest subject)
    {
        var options = subject.Model.Options;
        Require(options.DistinctBy(option => option.Name).Count() == options.Count, "Two options have the same name.");
        Require(options.All(option => option.Description.Length > 0), "An option has no description.");
        RequireRefused(subject, "no_such_option", JsonValue.Create(1));
        if (subject.BadOption is { } bad) RequireRefused(subject, bad.Key, bad.Value);
        return Task.CompletedTask;
    }

    /// <summary>Checks that concurrent prompts get their own answers, because the model has no state of a prompt.</summary>
    public static async Task PromptsAtOnceDoNotMixAsync(ModelUnderTest subject)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            var text = $"number {i} of some";
            return (Asked: text, Answered: (await AskAsync(subject, text, stream: i % 2 == 0)).Text);
        }));
        foreach (var (asked, answered) in answers) Require(answered == subject.Answer(asked), $"'{asked}' was answered with '{answered}'.");
    }

    /// <summary>Checks that earlier turns are sent with a prompt, and that each turn is answered.</summary>
    public static async Task HistoryIsSentAsync(ModelUnderTest subject)
    {
        var first = await AskAsync(subject, "first");
        var second = await first.ReplyAsync("second", new PromptOptions { Key = subject.Key });
        Require(second.Prompt.Messages.Count == 3, "The second prompt does not contain the first turn.");
        Require(second.Text.Length > 0, "The second turn has no answer.");
    }

    /// <summary>Checks that usage, if the model reports it, is reported for streamed and complete answers and is never negative.</summary>
    public static async Task UsageIsReportedAsync(ModelUnderTest subject)
    {
        foreach (var stream in (bool[])[true, false])
        {
            var usage = (await AskAsync(subject, "count this", stream)).Usage;
            var isReported = usage is { InputTokens: not null, OutputTokens: not null };
            Require(!subject.ReportsUsage || isReported, $"Usage is missing (stream: {stream}).");
            Require((usage?.InputTokens ?? 0) >= 0 && (usage?.OutputTokens ?? 0) >= 0, "Usage is negative.");
        }
    }

    /// <summary>Checks that a failure is an <see cref="LlmException"/> whose message does not contain the key.</summary>
    public static async Task FailuresAreMadeForTheUserAsync(ModelUnderTest subject)
    {
        if (subject.FailingPrompt is null) return;
        foreach (var stream in (bool[])[true, false])
        {
            try
            {
                await AskAsync(subject, subject.FailingPrompt, stream);
            }
            catch (LlmException ex)
            {
                Require(
                    subject.Key is null || !ex.ToString().Contains(subject.Key, StringComparison.Ordinal),
                    "The key is in an error message.");
                continue;
            }
            catch (Exception ex) when (ex is not ConformanceException)
            {
                throw new ConformanceException($"A failure was thrown as {ex.GetType().Name} instead of LlmException: {ex.Message}", ex);
            }

            throw new ConformanceException($"The prompt that should fail was answered (stream: {stream}).");
        }
    }

    private static Task<Response> AskAsync(ModelUnderTest subject, string text, bool stream = true) =>
        subject.Model.PromptAsync(text, new PromptOptions { Key = subject.Key, Stream = stream }).WaitAsync(MaxWait);

    private static void RequireRefused(ModelUnderTest subject, string name, JsonNode value)
    {
        try
        {
            subject.Model.Ask("x", new PromptOptions().With(name, value));
        }
        catch (LlmException ex) when (ex.Message.Contains(name, StringComparison.Ordinal))
        {
            return;
        }

        throw new ConformanceException($"The option {name}={value.ToJsonString()} was not refused by name.");
    }

    private static async Task RequireCancelledAsync(Func<Task> run, string otherwise)
    {
        try
        {
            await run();
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (Exception ex)
        {
            throw new ConformanceException(
                $"Cancellation was thrown as {ex.GetType().Name} instead of OperationCanceledException: {ex.Message}", ex);
        }

        throw new ConformanceException(otherwise);
    }

    private static void Require(bool holds, string message)
    {
        if (!holds) throw new ConformanceException(message);
    }
}
