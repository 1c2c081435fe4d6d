using System.Diagnostics;
using System.Text.Json.Nodes;
using Llm.Tests.Postgres;
using Npgsql;

namespace Llm.Storage.Postgres.Tests;

/// <summary>What needs a real server, but no vectors: errors, time limits, cancellation, and several connections at once.</summary>
public sealed class DebianServerTests(DebianServer server) : IClassFixture<DebianServer>
{
    /// <summary>The tables of the store with arrays in place of vectors, for which the server has no type.</summary>
    private static string Tables => EmbeddingTables.Create.Replace(" vector ", " real[] ", StringComparison.Ordinal)
        .Replace($"WHERE NOT ({EmbeddingTables.IsOrdinary})", "", StringComparison.Ordinal)
        + """
          INSERT INTO collections (name, model) VALUES ('c', 'm');
          INSERT INTO embeddings (collection_id, id, embedding, content) SELECT 1, 'e' || i, '{1,2}', 'text' FROM generate_series(1, 50) i;
          """;

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        var port = PgliteServer.FreePort();
        var error = await RefusedAsync($"postgresql://anna:secret@127.0.0.1:{port}/d");
        error.ShouldBe(
            $"Cannot reach the PostgreSQL server 127.0.0.1:{port}: Connection refused. Check the address, and that the server is running.");
        (await RefusedAsync("postgresql:///d?host=/nowhere")).ShouldStartWith("Cannot reach the PostgreSQL server /nowhere:5432: ");
        (await RefusedAsync("postgresql://no-such.invalid/d")).ShouldStartWith("Cannot reach the PostgreSQL server no-such.invalid:5432: ");
    }

    [Fact]
    public async Task Passwords_and_names_are_checked_and_no_password_is_shown()
    {
        (await RefusedAsync(server.NetworkAddress("postgres", "secret"))).ShouldBe(
            $"The PostgreSQL server localhost:{server.Port} refused the password. Set PGPASSWORD, or correct ~/.pgpass or the address.");
        (await RefusedAsync(server.NetworkAddress("postgres", null))).ShouldBe(
            $"A password is needed for the PostgreSQL server localhost:{server.Port}. Set PGPASSWORD, or write it into ~/.pgpass.");
        (await RefusedAsync(server.Address(database: "nowhere"))).ShouldContain("There is no such database");
        (await RefusedAsync(server.Address(user: "nobody"))).ShouldContain("role \"nobody\" does not exist");
    }

    [Fact]
    public async Task A_server_without_pgvector_says_what_to_install_and_stays_as_it_is()
    {
        (await RefusedAsync(server.Address())).ShouldContain("does not have the extension pgvector. Install it on the server's machine");
        var address = PostgresAddress.Parse(server.Address());
        (await PostgresEmbeddingStore.OpenExistingAsync(address)).ShouldBeNull();
        await using var connection = await server.ConnectAsync();
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", connection);
        (await command.ExecuteScalarAsync()).ShouldBe(0L);
    }

    [Fact]
    public async Task An_encrypted_connection_checks_the_certificate()
    {
        await server.ExecuteAsync($"CREATE ROLE guarded LOGIN PASSWORD '{DebianServer.Password}'");
        string With(string more) => server.NetworkAddress("guarded", DebianServer.Password, more);
        (await RefusedAsync(With($"&sslmode=verify-full&sslrootcert={Uri.EscapeDataString(server.Certificate)}")))
            .ShouldContain("pgvector", customMessage: "it has come as far as the database");
        (await RefusedAsync(With("&sslmode=require"))).ShouldContain("pgvector");
        (await RefusedAsync(With("&sslmode=verify-full"))).ShouldContain("cannot be encrypted as required");
        (await RefusedAsync(With("&sslmode=disable"))).ShouldContain("refused the connection");
    }

    [Fact]
    public async Task Tables_of_others_and_missing_rights_are_errors()
    {
        await using var store = await OpenAsync("rights");
        await server.ExecuteAsync("CREATE ROLE guest LOGIN", "rights");
        var guest = PostgresAddress.Parse(server.Address("guest", "rights"));
        await using var refused = (await PostgresEmbeddingStore.OpenExistingAsync(guest))!;
        (await Should.ThrowAsync<LlmException>(() => refused.ListCollectionsAsync())).Message.ShouldBe(
            $"The PostgreSQL server does not let this user do that in {guest}: permission denied for table collections. "
            + "Ask the owner of the database for the right, or use another database.");
        await server.ExecuteAsync(
            "ALTER ROLE guest SET default_transaction_read_only = on; GRANT ALL ON ALL TABLES IN SCHEMA public TO guest", "rights");
        await using var reader = (await PostgresEmbeddingStore.OpenExistingAsync(guest))!;
        (await Should.ThrowAsync<LlmException>(() => reader.SetMetadataAsync(1, "e1", null))).Message.ShouldContain("can only be read");

        await server.ExecuteAsync("CREATE DATABASE others");
        await server.ExecuteAsync("CREATE TABLE embeddings (x int)", "others");
        (await RefusedAsync(server.Address(database: "others"))).ShouldContain("a table embeddings that does not belong to collections");
    }

    [Fact]
    public async Task Waiting_for_another_program_ends_with_an_error()
    {
        await using var store = await OpenAsync("waiting", new PostgresEmbeddingStoreOptions { LockTimeout = TimeSpan.FromSeconds(0.3) });
        await using var other = await server.ConnectAsync("waiting");
        await using var transaction = await other.BeginTransactionAsync();
        await new NpgsqlCommand("UPDATE embeddings SET content = 'locked'", other, transaction).ExecuteNonQueryAsync();
        (await Should.ThrowAsync<LlmException>(() => store.SetMetadataAsync(1, "e1", new JsonObject { ["a"] = 1 }))).Message
            .ShouldContain("has locked the entries in");

        await using var slow = (await PostgresEmbeddingStore.OpenExistingAsync(
            store.Address, new PostgresEmbeddingStoreOptions { StatementTimeout = TimeSpan.FromSeconds(1) }))!;
        var watch = Stopwatch.StartNew();
        (await Should.ThrowAsync<LlmException>(() => slow.SetMetadataAsync(1, "e1", new JsonObject { ["a"] = 1 }))).Message
            .ShouldContain("Waited too long for the PostgreSQL server");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        await transaction.RollbackAsync();
        (await store.ReadAsync(1, ["e1"]))[0].Metadata.ShouldBeNull();
    }

    [Fact]
    public async Task A_cancellation_stops_the_statement_on_the_server()
    {
        await using var store = await OpenAsync("cancelling");
        await using var other = await server.ConnectAsync("cancelling");
        await using var transaction = await other.BeginTransactionAsync();
        await new NpgsqlCommand("UPDATE embeddings SET content = 'locked'", other, transaction).ExecuteNonQueryAsync();
        using var cancel = new CancellationTokenSource();
        var waiting = store.SetMetadataAsync(1, "e1", new JsonObject { ["a"] = 1 }, cancel.Token);
        await using var watcher = await server.ConnectAsync("cancelling");
        while (await RunningAsync(watcher) == 0) await Task.Delay(10);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(20)));
        (await RunningAsync(watcher)).ShouldBe(0);
        await transaction.RollbackAsync();
        (await store.ReadAsync(1, ["e1"]))[0].Metadata.ShouldBeNull();
        (await store.SetMetadataAsync(1, "e1", new JsonObject { ["a"] = 2 })).ShouldBeTrue("the store is still of use");
    }

    [Fact]
    public async Task A_connection_that_is_lost_is_an_error_and_the_next_operation_has_another()
    {
        await using var store = await OpenAsync("losing");
        await using var other = await server.ConnectAsync("losing");
        await using var transaction = await other.BeginTransactionAsync();
        await new NpgsqlCommand("UPDATE embeddings SET content = 'locked'", other, transaction).ExecuteNonQueryAsync();
        var waiting = store.SetMetadataAsync(1, "e1", new JsonObject { ["a"] = 1 });
        await using var watcher = await server.ConnectAsync("losing");
        while (await RunningAsync(watcher) == 0) await Task.Delay(10);
        await new NpgsqlCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'UPDATE embeddings SET metadata%'", watcher)
            .ExecuteNonQueryAsync();
        (await Should.ThrowAsync<LlmException>(() => waiting)).Message.ShouldContain("is starting or stopping");
        await transaction.RollbackAsync();
        (await store.CountAsync(1)).ShouldBe(50);
    }

    [Fact]
    public async Task Many_programs_write_at_once_over_few_connections()
    {
        await using var first = await OpenAsync("many");
        await Task.WhenAll(Enumerable.Range(0, 6).Select(program => Task.Run(async () =>
        {
            await using var store = (await PostgresEmbeddingStore.OpenExistingAsync(
                first.Address, new PostgresEmbeddingStoreOptions { MaxConnections = 2 }))!;
            await Task.WhenAll(Enumerable.Range(0, 30).Select(async i =>
            {
                await store.SetMetadataAsync(1, $"e{i + 1}", new JsonObject { [$"{program}"] = i });
                await store.RecordFailuresAsync(1, [.. Enumerable.Range(0, 5).Select(n => new EmbedFailure($"{(n + i) % 7}", "x"))]);
                (await store.CreateCollectionAsync("new", $"model {program}")).Name.ShouldBe("new");
                await store.DeleteAsync(1, [.. Enumerable.Range(40, 10).OrderBy(n => (n * (program + i)) % 11).Select(n => $"e{n}")]);
            }));
        })));
        (await first.ListCollectionsAsync()).Select(one => (one.Name, one.Count)).ShouldBe([("c", 40), ("new", 0)]);
        (await first.ListFailuresAsync(1)).Count.ShouldBe(7);
    }

    /// <summary>Opens a database of its own with the tables.</summary>
    private async Task<PostgresEmbeddingStore> OpenAsync(string database, PostgresEmbeddingStoreOptions? options = null)
    {
        await server.ExecuteAsync($"CREATE DATABASE {database}");
        await server.ExecuteAsync(Tables, database);
        return (await PostgresEmbeddingStore.OpenExistingAsync(PostgresAddress.Parse(server.Address(database: database)), options))!;
    }

    private static async Task<long> RunningAsync(NpgsqlConnection watcher)
    {
        await using var command = new NpgsqlCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'UPDATE embeddings SET metadata%'", watcher);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<string> RefusedAsync(string address)
    {
        var error = await Should.ThrowAsync<LlmException>(() => PostgresEmbeddingStore.OpenAsync(PostgresAddress.Parse(address)));
        error.ToString().ShouldNotContain("secret");
        error.ToString().ShouldNotContain(DebianServer.Password);
        return error.Message;
    }
}
