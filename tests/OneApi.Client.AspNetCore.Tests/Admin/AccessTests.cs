using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OneApi.Client.AspNetCore.Tests.Admin;

/// <summary>Who may come in: reliability §4.</summary>
public sealed class AccessTests
{
    private const string V = "viewer", F = "finance", O = "operator", A = "admin", S = "self_service";

    /// <summary>The matrix, written down by hand: who may use which route.</summary>
    private static readonly Dictionary<string, string[]> Matrix = new(StringComparer.Ordinal)
    {
        ["POST /api/v1/token"] = [O, A, S],
        ["GET /api/v1/token"] = [F, O, A, S],
        ["GET /api/v1/token/{id}"] = [F, O, A, S],
        ["PUT /api/v1/token/{id}"] = [O, A],
        ["PATCH /api/v1/token/{id}"] = [O, A],
        ["DELETE /api/v1/token/{id}"] = [O, A, S],
        ["POST /api/v1/token/{id}/revoke"] = [O, A, S],
        ["POST /api/v1/token/{id}/rotate"] = [O, A],
        ["GET /api/v1/token/{id}/quota"] = [F, O, A, S],
        ["GET /api/v1/token/export"] = [A],
        ["POST /api/v1/token/import"] = [A],
        ["GET /api/token"] = [F, O, A],
        ["POST /api/token"] = [O, A],
        ["GET /api/token/{id}"] = [F, O, A],
        ["DELETE /api/token/{id}"] = [O, A],
        ["GET /api/v1/usage"] = [F, O, A],
        ["GET /api/v1/usage.csv"] = [F, O, A],
        ["GET /api/v1/requests.csv"] = [F, O, A],
        ["GET /api/v1/reconcile"] = [F, O, A],
        ["GET /api/v1/requests"] = [V, F, O, A],
        ["GET /api/v1/requests/{id}"] = [V, F, O, A],
        ["GET /api/v1/overview"] = [V, F, O, A],
        ["GET /api/v1/channels"] = [V, F, O, A],
        ["GET /api/v1/channels/{name}"] = [V, F, O, A],
        ["POST /api/v1/channels/{name}/rest"] = [O, A],
        ["POST /api/v1/channels/{name}/resume"] = [O, A],
        ["POST /api/v1/channels"] = [A],
        ["GET /api/v1/channels/{name}/settings"] = [O, A],
        ["PUT /api/v1/channels/{name}"] = [A],
        ["PATCH /api/v1/channels/{name}"] = [O, A],
        ["DELETE /api/v1/channels/{name}"] = [A],
        ["POST /api/v1/channels/{name}/test"] = [O, A],
        ["GET /api/v1/groups"] = [V, F, O, A],
        ["GET /api/v1/groups/{name}"] = [V, F, O, A],
        ["PUT /api/v1/groups/{name}"] = [O, A],
        ["DELETE /api/v1/groups/{name}"] = [O, A],
        ["GET /api/v1/model-maps"] = [V, F, O, A],
        ["GET /api/v1/model-maps/{name}"] = [V, F, O, A],
        ["PUT /api/v1/model-maps/{name}"] = [O, A],
        ["DELETE /api/v1/model-maps/{name}"] = [O, A],
        ["GET /api/v1/prices"] = [V, F, O, A],
        ["GET /api/v1/prices/{name}"] = [V, F, O, A],
        ["PUT /api/v1/prices/{name}"] = [O, A],
        ["DELETE /api/v1/prices/{name}"] = [O, A],
        ["GET /api/v1/models"] = [V, F, O, A, S],
        ["GET /api/v1/traffic"] = [V, F, O, A],
        ["GET /api/v1/traffic/{group}/{name}"] = [V, F, O, A],
        ["POST /api/v1/traffic/{group}/{name}/return"] = [O, A],
        ["POST /api/v1/traffic/{group}/{name}/resume"] = [O, A],
        ["POST /api/v1/compare"] = [O, A, S],
        ["GET /api/v1/events"] = [V, F, O, A],
        ["GET /api/v1/audit"] = [A],
        ["GET /api/v1/audit.csv"] = [A],
        ["GET /api/v1/audit/check"] = [A],
        ["GET /api/v1/openapi.json"] = [V, F, O, A, S],
    };

    [Fact]
    public async Task EveryRole_MayUseExactlyTheRoutesOfTheMatrix()
    {
        await using var host = await AdminHost.StartAsync();
        Assert.Equal(Matrix.Keys.Order(StringComparer.Ordinal), host.Routes.Select(static route => $"{route.Method} {route.Path}").Order(StringComparer.Ordinal));
        foreach (var (route, roles) in Matrix)
        {
            foreach (var role in Enum.GetValues<OneApiAdminRole>())
            {
                var status = await StatusAsync(host, route, role is OneApiAdminRole.Admin ? AdminHost.Key : AdminHost.KeyOf(role));
                var isAllowed = roles.Contains(role is OneApiAdminRole.SelfService ? S : role.ToString().ToLowerInvariant());

                Assert.True(isAllowed == (status is not (HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized)), $"{route} as {role}: {status}");
            }
        }
    }

    [Fact]
    public async Task EveryRoute_WithoutAKey_IsUnauthorized()
    {
        await using var host = await AdminHost.StartAsync();
        foreach (var route in Matrix.Keys)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host, route, key: null));
        }
    }

    [Theory]
    [InlineData(null, "OneApi:Admin:")]
    [InlineData("", "OneApi:Admin:Key: has 0 characters")]
    [InlineData("1234567890123456789012345678901", "OneApi:Admin:Key: has 31 characters")]
    [InlineData("123456789012345678901234567890 2", "OneApi:Admin:Key: holds blanks")]
    public async Task Row38_WithoutAGoodKey_TheStartFails(string? key, string error)
    {
        var thrown = await Assert.ThrowsAsync<OptionsValidationException>(() => AdminHost.StartAsync(options => options.Key = key, withKeys: false));

        Assert.StartsWith(error, Assert.Single(thrown.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithSeveralFaults_ListsAllOfThem()
    {
        var settings = new Dictionary<string, string?>
        {
            ["OneApi:Admin:Key"] = "short",
            ["OneApi:Admin:QuotaUnit"] = "yen",
            ["OneApi:Admin:Keys:0:Name"] = "anna",
            ["OneApi:Admin:Keys:0:Key"] = "short-too",
            ["OneApi:Admin:Keys:0:Role"] = "emperor",
            ["OneApi:Admin:Other"] = "1",
        };

        var thrown = await Assert.ThrowsAsync<OptionsValidationException>(() => AdminHost.StartAsync(withKeys: false, settings: settings));

        Assert.Equal(
            ["OneApi:Admin:Key", "OneApi:Admin:Keys:0:Key", "OneApi:Admin:Keys:0:Role", "OneApi:Admin:Other", "OneApi:Admin:QuotaUnit"],
            thrown.Failures.Select(static failure => failure.Split(": ")[0]).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("short-too", string.Join('\n', thrown.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_OfTheConfiguration_OpenWithTheirRole()
    {
        var settings = new Dictionary<string, string?>
        {
            ["OneApi:Admin:Key"] = AdminHost.Key,
            ["OneApi:Admin:Keys:0:Name"] = "anna",
            ["OneApi:Admin:Keys:0:Key"] = AdminHost.KeyOf(OneApiAdminRole.Finance),
            ["OneApi:Admin:Keys:0:Role"] = "finance",
        };
        await using var host = await AdminHost.StartAsync(withKeys: false, settings: settings);

        Assert.Equal(HttpStatusCode.OK, (await host.SendAsync("GET", "/api/v1/usage", key: AdminHost.KeyOf(OneApiAdminRole.Finance))).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.SendAsync("GET", "/api/v1/token/export")).Status);
        Assert.Equal("role_not_allowed", (await host.SendAsync("GET", "/api/v1/token/export", key: AdminHost.KeyOf(OneApiAdminRole.Finance))).Code);
    }

    [Fact]
    public async Task WrongKey_IsRefusedAsAProblem_AndTooManyOfThemMustWait()
    {
        await using var host = await AdminHost.StartAsync(options => options.MaxWrongKeysPerMinute = 3);

        for (var i = 0; i < 3; i++)
        {
            var wrong = await host.SendAsync("GET", "/api/v1/channels", key: "wrong-wrong-wrong-wrong-wrong-wrong");
            Assert.Equal((HttpStatusCode.Unauthorized, "invalid_admin_key"), (wrong.Status, wrong.Code));
            Assert.Equal("Bearer", wrong.Header("WWW-Authenticate"));
        }

        var late = await host.SendAsync("GET", "/api/v1/channels");
        host.Time.Advance(TimeSpan.FromSeconds(61));
        var after = await host.SendAsync("GET", "/api/v1/channels");

        Assert.Equal((HttpStatusCode.TooManyRequests, "too_many_tries", "60"), (late.Status, late.Code, late.Header("Retry-After")));
        Assert.Equal(HttpStatusCode.OK, after.Status);
    }

    [Fact]
    public async Task WrongKeys_BehindAKnownProxy_CountForTheForwardedAddressAlone()
    {
        await using var host = await AdminHost.StartAsync(
            static options => options.MaxWrongKeysPerMinute = 1,
            static services => services.Configure<OneApiEndpointOptions>(static options => options.KnownProxies = ["127.0.0.1"]));
        Task<AdminReply> Send(string address, string key) => host.SendAsync("GET", "/api/v1/channels", key: key, change: request => request.Headers.Add("X-Forwarded-For", address));

        Assert.Equal(HttpStatusCode.Unauthorized, (await Send("203.0.113.1", "wrong-wrong-wrong-wrong-wrong-wrong")).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Send("203.0.113.1", AdminHost.Key)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Send("203.0.113.2", AdminHost.Key)).Status);
    }

    [Fact]
    public async Task Answers_AreNeverCached_AndCarryTheRequestsId()
    {
        await using var host = await AdminHost.StartAsync();

        var reply = await host.SendAsync("GET", "/api/v1/nothing/../channels/none");

        Assert.Equal("no-store", reply.Header("Cache-Control"));
        Assert.Equal("nosniff", reply.Header("X-Content-Type-Options"));
        Assert.StartsWith("application/problem+json", reply.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal(reply.Header("x-request-id"), reply.Json.GetProperty("request_id").GetString());
        Assert.Equal((404, "not_found"), (reply.Json.GetProperty("status").GetInt32(), reply.Code));
    }

    private static async Task<HttpStatusCode> StatusAsync(AdminHost host, string route, string? key)
    {
        var parts = route.Split(' ');
        using var request = new HttpRequestMessage(new(parts[0]), parts[1].Replace("{id}", "none", StringComparison.Ordinal).Replace("{name}", "none", StringComparison.Ordinal).Replace("{group}", "none", StringComparison.Ordinal));
        if (key is not null)
        {
            request.Headers.Authorization = new("Bearer", key);
        }

        // Events never end: the head is enough.
        using var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
