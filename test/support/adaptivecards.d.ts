declare module 'adaptivecards/dist/adaptivecards.js' {
  const adaptiveCards: typeof import('adaptivecards');
  export default adaptiveCards;
}
