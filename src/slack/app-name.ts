/** The app's name in Slack, as the manifest gives it. */
export const appName = 'Trailwarden';
