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

    [Fact]
    public async Task Policy_WithoutAuthorizationServices_FailsTheStart() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => AdminHost.StartAsync(static options => options.Policy = "staff", withKeys: false));

    private static Task<AdminHost> StartAsync() => AdminHost.StartAsync(
        static options => options.Policy = "staff",
        static services =>
        {
            services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderHandler>("header", null);
            services.AddAuthorization(static options => options.AddPolicy("staff", static policy => policy.RequireClaim(ClaimTypes.Name, "staff")));
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

            var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, user)], "header");
            if (Request.Headers["x-role"].ToString() is { Length: > 0 } role)
            {
                identity.AddClaim(new("oneapi_role", role));
            }

            return Task.FromResult(AuthenticateResult.Success(new(new(identity), "header")));
        }
    }
}
