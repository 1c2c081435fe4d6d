namespace Llm.Storage.Postgres.Tests;

/// <summary>Addresses as PostgreSQL's own programs read them.</summary>
public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("postgresql://anna@db.example:5433/notes", "Host=db.example;Port=5433;Username=anna;Database=notes")]
    [InlineData("postgres://db/n?sslmode=verify-full&sslrootcert=%2Fca", "Host=db;Database=n;SSL Mode=VerifyFull;Root Certificate=/ca")]
    [InlineData("postgresql://a%40b@[::1]:99/x%2Fy", "Host=::1;Port=99;Username=a@b;Database=x/y")]
    [InlineData("postgresql:///n?host=/run/pg&port=7&user=u&connect_timeout=3", "Host=/run/pg;Port=7;Username=u;Database=n;Timeout=3")]
    [InlineData("postgresql://%2Frun%2Fpg/n?options=-csearch_path%3Dmine", "Host=/run/pg;Database=n;Options=\"-csearch_path=mine\"")]
    [InlineData("postgresql://h?application_name=x&sslcert=c&sslkey=k&passfile=p&dbname=d",
        "Host=h;Database=d;Application Name=x;SSL Certificate=c;SSL Key=k;Passfile=p")]
    public void An_address_has_the_settings_of_a_connection(string text, string expected)
    {
        var settings = Settings(text);
        foreach (var part in expected.Split(';')) settings.ShouldContain(part);
    }

    [Fact]
    public void What_is_left_out_comes_from_the_environment()
    {
        var environment = new Dictionary<string, string>
        {
            ["PGHOST"] = "env",
            ["PGPORT"] = "1",
            ["PGDATABASE"] = "data",
            ["PGSSLMODE"] = "require",
            ["PGCONNECT_TIMEOUT"] = "9",
        };
        var settings = Settings("postgresql://", environment.GetValueOrDefault);
        foreach (var part in (string[])["Host=env", "Port=1", "Database=data", "SSL Mode=Require", "Timeout=9", "Application Name=llm"])
            settings.ShouldContain(part);
        Settings("postgresql://h:2/d?sslmode=disable", environment.GetValueOrDefault).ShouldContain("Host=h;Port=2;Database=d");
    }

    [Theory]
    [InlineData("postgresql://anna:secret@h/d?nosuch=1", "'nosuch'")]
    [InlineData("postgresql://anna:secret@h/d?sslmode=maybe", "'maybe'")]
    [InlineData("postgresql://anna:secret@h:many/d", "'many'")]
    [InlineData("postgresql://anna:secret@one,two/d", "one PostgreSQL server")]
    [InlineData("postgresql://anna:secret@[::1/d", "postgresql://USER@HOST/DATABASE")]
    [InlineData("mysql://anna:secret@h/d", "postgresql://USER@HOST/DATABASE")]
    public void A_wrong_address_is_an_error_without_the_password(string text, string part)
    {
        var error = Should.Throw<LlmException>(() => PostgresAddress.Parse(text, _ => null));
        error.Message.ShouldContain(part);
        error.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public void An_address_is_shown_without_user_and_password()
    {
        PostgresAddress.Parse("postgresql://anna:secret@h:1/d", _ => null).ToString().ShouldBe("h:1/d");
        Settings("postgresql://anna:secret@h:1/d").ShouldNotContain("secret");
        PostgresAddress.Matches("postgresql://h").ShouldBeTrue();
        PostgresAddress.Matches("postgres.db").ShouldBeFalse();
        PostgresAddress.Matches("postgresql:/h").ShouldBeFalse();
    }

    private static string Settings(string text, Func<string, string?>? environment = null)
    {
        using var source = PostgresAddress.Parse(text, environment ?? (_ => null)).CreateSource(new PostgresEmbeddingStoreOptions());
        return source.ConnectionString;
    }
}
