using System.Globalization;
using Npgsql;

namespace Llm.Storage.Postgres;

/// <summary>
/// The address of a database as PostgreSQL's own programs take it: <c>postgresql://user@host:port/database?sslmode=require</c>.
/// </summary>
/// <remarks>
/// <para>
/// What the address leaves out is taken from the environment, as PostgreSQL's programs do: <c>PGHOST</c>, <c>PGPORT</c>, <c>PGUSER</c>,
/// <c>PGPASSWORD</c>, <c>PGPASSFILE</c> (by default <c>~/.pgpass</c>), <c>PGDATABASE</c>, <c>PGSSLMODE</c>, <c>PGSSLROOTCERT</c>,
/// <c>PGSSLCERT</c>, <c>PGSSLKEY</c>, <c>PGOPTIONS</c>, <c>PGCONNECT_TIMEOUT</c> and <c>PGAPPNAME</c>. Without a host, it is the socket
/// of a server on this machine, or else <c>localhost</c>. A host that begins with a slash, or its encoded form <c>%2F</c>, is the folder of
/// a socket.
/// </para>
/// <para>The parameters are those of PostgreSQL's documentation, section "Connection URIs"; one that is not supported is an error.</para>
/// </remarks>
public sealed class PostgresAddress
{
    private const int UsualPort = 5432;

    private readonly NpgsqlConnectionStringBuilder settings;

    private PostgresAddress(NpgsqlConnectionStringBuilder settings) => this.settings = settings;

    /// <summary>Whether a text is the address of a PostgreSQL database rather than the path of a file.</summary>
    public static bool Matches(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SchemeOf(text) is not null;
    }

    /// <summary>Reads an address.</summary>
    /// <exception cref="LlmException">The text is not an address, or it has a parameter that is not supported.</exception>
    public static PostgresAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text, Environment.GetEnvironmentVariable);
    }

    /// <param name="text">The address.</param>
    /// <param name="environment">Returns the value of an environment variable; those that Npgsql reads itself are not asked for.</param>
    internal static PostgresAddress Parse(string text, Func<string, string?> environment)
    {
        var scheme = SchemeOf(text) ?? throw Invalid();
        var (address, query) = Cut(text[scheme.Length..], '?');
        var (place, database) = Cut(address, '/');
        var at = place.LastIndexOf('@');
        var (user, password) = at < 0 ? ("", "") : Cut(place[..at], ':');
        var (host, port) = CutPort(place[(at + 1)..]);

        var settings = new NpgsqlConnectionStringBuilder();
        Apply("connect_timeout", environment("PGCONNECT_TIMEOUT"));
        Apply("application_name", environment("PGAPPNAME") ?? "llm");
        Apply("sslmode", environment("PGSSLMODE"));
        Apply("host", environment("PGHOST"));
        Apply("port", environment("PGPORT"));
        Apply("dbname", environment("PGDATABASE"));
        Apply("user", Decode(user));
        Apply("password", Decode(password));
        Apply("host", Decode(host));
        Apply("port", port);
        Apply("dbname", Decode(database));
        foreach (var parameter in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Cut(parameter, '=');
            Apply(Decode(name), Decode(value));
        }

        if (settings.Host is not { Length: > 0 }) settings.Host = UsualHost(settings.Port);
        return new PostgresAddress(settings);

        void Apply(string name, string? value)
        {
            if (value is { Length: > 0 }) Set(settings, name, value);
        }
    }

    /// <summary>Returns the server and the database, without the password.</summary>
    public override string ToString() => $"{Server}/{settings.Database}";

    /// <summary>The host and the port.</summary>
    internal string Server => settings.Host!.StartsWith('/') ? $"{settings.Host}:{settings.Port}"
        : settings.Host.Contains(':', StringComparison.Ordinal) ? $"[{settings.Host}]:{settings.Port}" : $"{settings.Host}:{settings.Port}";

    /// <summary>Creates what the store takes its connections from.</summary>
    internal NpgsqlDataSource CreateSource(PostgresEmbeddingStoreOptions options)
    {
        var complete = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            CommandTimeout = (int)Math.Max(1, options.StatementTimeout.TotalSeconds),
            MaxPoolSize = options.MaxConnections,
            // The store leaves no state in a session, and a pooler of connections may not know the command that removes it.
            NoResetOnClose = true,
            IncludeErrorDetail = false,
        };
        return NpgsqlDataSource.Create(complete);
    }

    private static string? SchemeOf(string text) => text.StartsWith("postgresql://", StringComparison.Ordinal) ? "postgresql://"
        : text.StartsWith("postgres://", StringComparison.Ordinal) ? "postgres://" : null;

    private static void Set(NpgsqlConnectionStringBuilder settings, string name, string value)
    {
        switch (name)
        {
            case "host":
                if (value.Contains(',', StringComparison.Ordinal)) throw new LlmException("Name one PostgreSQL server, not several.");
                settings.Host = value;
                break;
            case "port":
                settings.Port = Number(name, value, 65_535);
                break;
            case "user":
                settings.Username = value;
                break;
            case "password":
                settings.Password = value;
                break;
            case "dbname":
                settings.Database = value;
                break;
            case "sslmode":
                settings.SslMode = value switch
                {
                    "disable" => SslMode.Disable,
                    "allow" => SslMode.Allow,
                    "prefer" => SslMode.Prefer,
                    "require" => SslMode.Require,
                    "verify-ca" => SslMode.VerifyCA,
                    "verify-full" => SslMode.VerifyFull,
                    _ => throw new LlmException(
                        $"sslmode is disable, allow, prefer, require, verify-ca or verify-full, not '{value}'."),
                };
                break;
            case "sslrootcert":
                settings.RootCertificate = value;
                break;
            case "sslcert":
                settings.SslCertificate = value;
                break;
            case "sslkey":
                settings.SslKey = value;
                break;
            case "passfile":
                settings.Passfile = value;
                break;
            case "options":
                settings.Options = value;
                break;
            case "application_name":
                settings.ApplicationName = value;
                break;
            case "connect_timeout":
                settings.Timeout = Number(name, value, 1024);
                break;
            default:
                throw new LlmException(
                    $"The parameter '{name}' in the address of the PostgreSQL database is not supported. These are: host, port, user, "
                    + "password, dbname, sslmode, sslrootcert, sslcert, sslkey, passfile, options, application_name, connect_timeout.");
        }
    }

    private static int Number(string name, string value, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw new LlmException($"The {name} of the PostgreSQL server is a number from 0 to {most}, not '{value}'.");

    private static string UsualHost(int port)
    {
        if (OperatingSystem.IsWindows()) return "localhost";
        var name = $".s.PGSQL.{(port == 0 ? UsualPort : port)}";
        return Array.Find(["/var/run/postgresql", "/tmp"], folder => File.Exists(Path.Combine(folder, name))) ?? "localhost";
    }

    /// <summary>Cuts the port off, which follows the bracket of an address of IPv6.</summary>
    private static (string Host, string Port) CutPort(string place)
    {
        if (!place.StartsWith('[')) return Cut(place, ':');
        var end = place.IndexOf(']');
        return end > 0 && place[(end + 1)..] is "" or [':', ..] ? (place[1..end], place[(end + 1)..].TrimStart(':')) : throw Invalid();
    }

    private static (string Before, string After) Cut(string text, char separator) =>
        text.IndexOf(separator) is var at and >= 0 ? (text[..at], text[(at + 1)..]) : (text, "");

    private static string Decode(string text) => Uri.UnescapeDataString(text);

    /// <summary>The message does not repeat the text, which may have a password.</summary>
    private static LlmException Invalid() =>
        new("This is not the address of a PostgreSQL database. Write postgresql://USER@HOST/DATABASE.");
}
