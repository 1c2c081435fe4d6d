using Llm.Storage.Logs;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Tests;

/// <summary>A fresh log database, seen through the store and through SQL.</summary>
public abstract class LogStoreTest : IDisposable
{
    private protected readonly TemporaryDirectory folder = new();
    private protected readonly LogStore store;
    private protected readonly Database database;

    protected LogStoreTest()
    {
        store = LogStore.Open(folder.File("logs.db"));
        database = Database.Open(folder.File("logs.db"));
    }

    public void Dispose()
    {
        // In this order, because the store may be waiting for a lock of the other connection.
        database.Dispose();
        store.Dispose();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
