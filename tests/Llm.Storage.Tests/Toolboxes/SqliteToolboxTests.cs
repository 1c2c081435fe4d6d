using System.Diagnostics;
using System.Text.Json.Nodes;
using Llm.Storage.Sqlite;
using Llm.Storage.Toolboxes;
using Llm.Tests;

namespace Llm.Storage.Tests.Toolboxes;

/// <summary>What the toolbox <c>Sqlite</c> gives, and that it neither changes anything nor reads another file.</summary>
public sealed class SqliteToolboxTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly string path;
    private readonly string other;

    public SqliteToolboxTests()
    {
        path = Path.Combine(folder.Path, "zoo.db");
        other = Path.Combine(folder.Path, "other.db");
        using (var secret = Database.Open(other))
            secret.ExecuteScript("CREATE TABLE secrets (word TEXT); INSERT INTO secrets VALUES ('walrus')");
        using var database = Database.Open(path);
        database.ExecuteScript("""
            CREATE TABLE animals (id INTEGER PRIMARY KEY, name TEXT, weight REAL, photo BLOB);
            INSERT INTO animals VALUES (1, 'Cleo', 4.5, x'0102'), (2, 'Pancakes', NULL, NULL);
            CREATE VIEW heavy AS SELECT name FROM animals WHERE weight > 4;
            CREATE VIRTUAL TABLE notes USING fts5(text);
            INSERT INTO notes VALUES ('feed the pelican'), ('clean the pond');
            """);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_schema_is_told()
    {
        var schema = await Toolbox().SchemaAsync(Token);
        schema.ShouldStartWith("CREATE TABLE animals (id INTEGER PRIMARY KEY, name TEXT, weight REAL, photo BLOB);\nCREATE VIEW heavy AS ");
        schema.ShouldContain("CREATE VIRTUAL TABLE notes USING fts5(text);");
    }

    [Theory]
    [InlineData(
        "SELECT id, name, weight, photo FROM animals",
        """{"columns":["id","name","weight","photo"],"rows":[[1,"Cleo",4.5,"(2 bytes)"],[2,"Pancakes",null,null]]}""")]
    [InlineData("select * from heavy; -- that is all", """{"columns":["name"],"rows":[["Cleo"]]}""")]
    [InlineData("SELECT a.id, b.id FROM animals a JOIN animals b ON a.id < b.id;\n", """{"columns":["id","id"],"rows":[[1,2]]}""")]
    [InlineData(
        "SELECT 9e999, -9e999, 'é'", """{"columns":["9e999","-9e999","\u0027\u00E9\u0027"],"rows":[["Infinity","-Infinity","\u00E9"]]}""")]
    [InlineData("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT sum(i) s FROM n", """{"columns":["s"],"rows":[[6]]}""")]
    [InlineData("SELECT text FROM notes WHERE notes MATCH 'pelican'", """{"columns":["text"],"rows":[["feed the pelican"]]}""")]
    [InlineData("SELECT name FROM pragma_table_info('heavy')", """{"columns":["name"],"rows":[["name"]]}""")]
    [InlineData("SELECT id FROM animals WHERE name = \"Cleo\" AND \"no\" <> \"yes\"", """{"columns":["id"],"rows":[[1]]}""")]
    [InlineData("SELECT name FROM animals WHERE id = 3", """{"columns":["name"],"rows":[]}""")]
    public async Task Rows_are_given_as_JSON(string sql, string json) =>
        (await Toolbox().QueryAsync(sql, Token)).ToJsonString().ShouldBe(json);

    /// <summary>As in builds of SQLite with its usual settings.</summary>
    [Theory]
    [InlineData("x'70656C6963616E' LIKE '%LICA%'", "1")]
    [InlineData("x'70656C6963616E' GLOB 'pel*'", "1")]
    [InlineData("x'70656C6963616E' GLOB 'Pel*'", "0")]
    [InlineData("'50%' LIKE '50!%' ESCAPE '!'", "1")]
    [InlineData("'505' LIKE '50!%' ESCAPE '!'", "0")]
    [InlineData("'É' LIKE 'é'", "0")]
    [InlineData("'a' LIKE NULL", "null")]
    [InlineData("NULL LIKE 'a'", "null")]
    [InlineData("12 LIKE '1_'", "1")]
    [InlineData("'' LIKE ''", "1")]
    public async Task Patterns_match_binary_values_too(string condition, string result) =>
        (await Toolbox().QueryAsync($"SELECT {condition}", Token))["rows"]!.ToJsonString().ShouldBe($"[[{result}]]");

    [Theory]
    [InlineData("INSERT INTO animals (name) VALUES ('new')")]
    [InlineData("DELETE FROM animals")]
    [InlineData("DROP TABLE animals")]
    [InlineData("CREATE TEMP TABLE t (a)")]
    [InlineData("ATTACH DATABASE '{other}' AS o")]
    [InlineData("VACUUM INTO '{folder}/copy.db'")]
    [InlineData("VACUUM")]
    [InlineData("PRAGMA journal_mode = WAL")]
    [InlineData("PRAGMA temp_store_directory = '/'")]
    [InlineData("BEGIN")]
    [InlineData("WITH x AS (SELECT 1) INSERT INTO animals (id) SELECT * FROM x")]
    [InlineData("INSERT INTO notes(notes) VALUES ('optimize')")]
    [InlineData("EXPLAIN DELETE FROM animals")]
    public async Task What_does_more_than_read_is_refused(string sql)
    {
        var before = await File.ReadAllBytesAsync(path, Token);
        sql = sql.Replace("{other}", other, StringComparison.Ordinal).Replace("{folder}", folder.Path, StringComparison.Ordinal);
        (await Should.ThrowAsync<LlmException>(() => Toolbox().QueryAsync(sql, Token))).Message.ShouldBe(
            "only statements that read this database are allowed");
        (await File.ReadAllBytesAsync(path, Token)).ShouldBe(before);
        Directory.GetFiles(folder.Path).Select(Path.GetFileName).ShouldBe(["zoo.db", "other.db"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("SELECT wings FROM animals", "no such column: wings")]
    [InlineData("SELECT load_extension('/tmp/any.so')", "not authorized to use function: load_extension")]
    [InlineData("UPDATE sqlite_master SET sql = ''", "table sqlite_master may not be modified")]
    [InlineData("SELEC 1", "near \"SELEC\": syntax error")]
    [InlineData("SELECT 1; SELECT 2", "only one statement at a time is allowed")]
    [InlineData("SELECT 1; DROP TABLE animals", "only one statement at a time is allowed")]
    [InlineData("SELECT 1; nonsense", "only one statement at a time is allowed")]
    [InlineData("-- nothing", "there is no statement")]
    [InlineData("", "there is no statement")]
    [InlineData("SELECT 'a' LIKE 'a' ESCAPE 'ab'", "ESCAPE expression must be a single character")]
    [InlineData("SELECT zeroblob(200000000)", "string or blob too big")]
    public async Task What_SQLite_says_is_told(string sql, string message) =>
        (await Should.ThrowAsync<LlmException>(() => Toolbox().QueryAsync(sql, Token))).Message.ShouldBe(message);

    [Fact]
    public async Task Long_results_are_cut()
    {
        const string Many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, {0} FROM n";
        var result = await Toolbox().QueryAsync(string.Format(null, Many, "1"), Token);
        result["rows"]!.AsArray().Count.ShouldBe(SqliteToolbox.MaxRows);
        result["cut"]!.GetValue<string>().ShouldBe("These are only the first 1000 rows: narrow the query.");
        result = await Toolbox().QueryAsync(string.Format(null, Many, "printf('%.*c', 50000, 'x')"), Token);
        result["rows"]!.AsArray().Count.ShouldBe(4);
        result = await Toolbox().QueryAsync("SELECT printf('%.*c', 1000000, 'x')", Token);
        result.ToJsonString().Length.ShouldBeInRange(200_000, 201_000);
    }

    [Fact]
    public async Task A_query_that_does_not_end_is_stopped()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        stop.CancelAfter(200);
        var start = Stopwatch.GetTimestamp();
        await Should.ThrowAsync<OperationCanceledException>(() => Toolbox().QueryAsync(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n", stop.Token));
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task What_others_write_meanwhile_is_seen()
    {
        var toolbox = Toolbox();
        using var writer = Database.Open(path);
        writer.Execute("PRAGMA journal_mode=WAL");
        writer.Execute("INSERT INTO animals (name) VALUES ('new')");
        (await toolbox.QueryAsync("SELECT count(*) FROM animals", Token))["rows"]!.ToJsonString().ShouldBe("[[3]]");
    }

    [Fact]
    public void A_file_that_is_not_there_or_no_database_is_told()
    {
        Should.Throw<LlmException>(
            () => new SqliteToolbox(Path.Combine(folder.Path, "absent.db"))).Message.ShouldStartWith("there is no file ");
        var text = Path.Combine(folder.Path, "text.db");
        File.WriteAllText(text, new string('x', 5000));
        Should.Throw<LlmException>(() => new SqliteToolbox(text)).Message.ShouldContain("text.db is not a SQLite database");
    }

    [Theory]
    [InlineData("data/userdirs/llm-0.26/logs.db")]
    [InlineData("data/userdirs/llm-0.26/embeddings.db")]
    [InlineData("data/userdirs/llm-0.32/logs.db")]
    [InlineData("data/userdirs/llm-0.32/embeddings.db")]
    [InlineData("conformance/fixtures/mixed/logs.db")]
    public async Task Every_table_of_the_Python_tool_can_be_read(string database)
    {
        var copy = Path.Combine(folder.Path, "copy.db");
        await File.WriteAllBytesAsync(copy, await File.ReadAllBytesAsync(SharedData.Path(database.Split('/')), Token), Token);
        var toolbox = new SqliteToolbox(copy);
        var tables = (await toolbox.QueryAsync(
            "SELECT name FROM sqlite_master WHERE type IN (\"table\", \"view\")", Token))["rows"]!.AsArray();
        tables.Count.ShouldBeGreaterThan(2);
        foreach (var table in tables) await toolbox.QueryAsync($"SELECT * FROM \"{table![0]}\"", Token);
    }

    [Fact]
    public async Task Its_tools_are_called_as_a_model_calls_them()
    {
        await using var toolbox = Toolbox();
        toolbox.Tools.Select(tool => tool.Name).ShouldBe(["Sqlite_query", "Sqlite_schema"]);
        toolbox.Tools[0].Description!.ShouldStartWith("Runs one SELECT statement of SQLite ");
        toolbox.Tools[0].InputSchema["properties"]!["sql"]!["description"]!.GetValue<string>().ShouldBe("The statement.");
        var output = await toolbox.Tools[0].Implementation!(new ToolCall(
            "Sqlite_query", new JsonObject { ["sql"] = "SELECT 1 AS one" }), Token);
        output.Text.ShouldBe("""{"columns": ["one"], "rows": [[1]]}""");
    }

    public void Dispose() => folder.Dispose();

    private SqliteToolbox Toolbox() => new(path);
}
