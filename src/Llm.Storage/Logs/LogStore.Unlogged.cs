using Llm.Storage.Logs.Unlogged;

namespace Llm.Storage.Logs;

/// <content>Keeps answers that are not in the log yet.</content>
public sealed partial class LogStore
{
    private readonly Dictionary<string, UnloggedAnswer> kept = [];

    /// <inheritdoc/>
    public IDisposable? Keep(PendingResponse answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return FolderFor(Path, options) is { } folder ? new Keeping(this, new UnloggedAnswer(folder, answer), answer.Id) : null;
    }

    private static UnloggedFolder? FolderFor(string path, LogStoreOptions options) =>
        options.UnloggedFolder is { } folder && path != InMemory ? new UnloggedFolder(folder, path) : null;

    /// <summary>Logs the answers that other programs left.</summary>
    private static void Recover(string path, LogStoreOptions options)
    {
        if (FolderFor(path, options) is { } folder) new AnswerRecovery(folder, path, options).Run();
    }

    /// <summary>Keeps responses that could not be logged, and returns the error to throw.</summary>
    private LlmException KeepUnlogged(IEnumerable<Response> responses, LlmException error)
    {
        if (FolderFor(Path, options) is not { } folder) return error;
        try
        {
            foreach (var response in responses)
            {
                UnloggedAnswer? answer;
                lock (kept) kept.TryGetValue(response.Id, out answer);
                (answer ?? new UnloggedAnswer(folder, response.Id)).Keep(response);
            }
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or LlmException)
        {
            return new LlmException($"{error.Message} It could not be kept in {folder.Path} either: {ex.Message}", error);
        }

        return new AnswerKeptException(
            $"{error.Message} The answer is kept in {folder.Path}, and the next command that can write the log adds it.", error);
    }

    /// <summary>Keeps an answer until it is disposed.</summary>
    private sealed class Keeping : IDisposable
    {
        private readonly LogStore store;
        private readonly UnloggedAnswer answer;
        private readonly string id;

        public Keeping(LogStore store, UnloggedAnswer answer, string id)
        {
            (this.store, this.answer, this.id) = (store, answer, id);
            lock (store.kept) store.kept[id] = answer;
        }

        public void Dispose()
        {
            lock (store.kept) store.kept.Remove(id);
            answer.Dispose();
        }
    }
}
