// The preview in the browser.
