using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OneApi.Client.AspNetCore.Tests.Admin;

/// <summary>Users of the application itself, by its own authorization policy.</summary>
public sealed class PolicyTests
{
    [Theory]
    [InlineData("staff", null, HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData("staff", "viewer", HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData("staff", "emperor", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData("guest", null, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData(null, null, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized)]
    public async Task Policy_SaysWhoComesIn_AndAClaimSaysTheRole(string? user, string? role, HttpStatusCode channels, HttpStatusCode export)
    {
        await using var host = await StartAsync();

        Assert.Equal(channels, (await SendAsync(host, "GET", "/api/v1/channels", user, role, isMeant: false)).Status);
        Assert.Equal(export, (await SendAsync(host, "GET", "/api/v1/token/export", user, role, isMeant: false)).Status);
    }

    [Fact]
    public async Task Write_WithoutABearerToken_MustShowThatItIsMeant()
    {
        await using var host = await StartAsync();

        var blind = await SendAsync(host, "POST", "/api/v1/channels/one/rest", "staff", role: null, isMeant: false);
        var meant = await SendAsync(host, "POST", "/api/v1/channels/one/rest", "staff", role: null, isMeant: true);

        Assert.Equal((HttpStatusCode.Forbidden, "write_not_meant"), (blind.Status, blind.Code));
        Assert.Equal(HttpStatusCode.OK, meant.Status);
    }

    /// <summary>A repeated request is told by its caller's name: one who shares it would be given the other's new key.</summary>
    [Fact]
    public async Task UsersOfOneShownName_ShareNothing()
    {
        await using var host = await StartAsync();
        Task<AdminReply> Make(string? id) => host.SendAsync("POST", "/api/v1/token", """{"name":"a"}""", key: null, change: request =>
        {
            request.Headers.Add("x-user", "staff");
            request.Headers.TryAddWithoutValidation("x-id", id);
            request.Headers.Add("x-oneapi-admin", "1");
            request.Headers.Add("Idempotency-Key", "same");
        });

        var first = await Make("1");
        var again = await Make("1");
        var other = await Make("2");

        Assert.Equal(first.Text, again.Text);
        Assert.Equal(HttpStatusCode.BadRequest, other.Status); // the token's name is taken: it was not the same request
        Assert.DoesNotContain(first.Json.GetProperty("key").GetString()!, other.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("admin")]
    [InlineData("Admin")]
    public async Task UserWithoutANameOfHisOwn_StaysOutside(string name)
    {
        await using var host = await StartAsync();

        var reply = await host.SendAsync("GET", "/api/v1/channels", key: null, change: request =>
        {
            request.Headers.Add("x-user", "staff");
            request.Headers.Add("x-shown", "no-" + name);
        });

        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Policy_WithoutAuthorizationServices_FailsTheStart() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => AdminHost.StartAsync(static options => options.Policy = "staff", withKeys: false));

    private static Task<AdminHost> StartAsync() => AdminHost.StartAsync(
        static options => options.Policy = "staff",
        static services =>
        {
            services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderHandler>("header", null);
            services.AddAuthorization(static options => options.AddPolicy("staff", static policy => policy.RequireClaim("is", "staff")));
        },
        withKeys: false);

    private static Task<AdminReply> SendAsync(AdminHost host, string method, string path, string? user, string? role, bool isMeant) =>
        host.SendAsync(method, path, key: null, change: request =>
        {
            request.Headers.TryAddWithoutValidation("x-user", user);
            request.Headers.TryAddWithoutValidation("x-role", role);
            if (isMeant)
            {
                request.Headers.Add("x-oneapi-admin", "1");
            }
        });

    /// <summary>Believes a header: what a cookie would be.</summary>
    private sealed class HeaderHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Headers["x-user"].ToString() is not { Length: > 0 } user)
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var shown = Request.Headers["x-shown"].ToString() is { Length: > 0 } own ? own["no-".Length..] : user;
            var identity = new ClaimsIdentity([new Claim("is", user), new Claim(ClaimTypes.Name, shown)], "header");
            if (Request.Headers["x-id"].ToString() is { Length: > 0 } id)
            {
                identity.AddClaim(new(ClaimTypes.NameIdentifier, id));
            }

            if (Request.Headers["x-role"].ToString() is { Length: > 0 } role)
            {
                identity.AddClaim(new("oneapi_role", role));
            }

            return Task.FromResult(AuthenticateResult.Success(new(new(identity), "header")));
        }
    }
}
